using System.Diagnostics;

namespace PeerPersistence.CrashTests.Processes;

/// <summary>A second process comes to the file by a way that the lock beside it does not guard.</summary>
public sealed class LockTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peers-").FullName;

    private string StorePath => Path.Combine(_folder, "peers.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true, "lock deleted")]
    [InlineData(false, "lock deleted")]
    [InlineData(false, "")]
    [InlineData(true, "hard link")]
    [InlineData(false, "hard link")]
    public async Task OpenAsync_HeldByAnotherProcess_IsLocked(bool locksOfDotNet, string way)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var holder = new ChildProcess(locksOfDotNet, "hold", StorePath);
        (await AnswerOfAsync(holder)).Should().Be("opened");
        var path = StorePath;
        if (way == "lock deleted")
            File.Delete(StorePath + ".lock");
        else if (way == "hard link")
            HardLink.TryCreate(StorePath, path = Path.Combine(_folder, "other.db")).Should().BeTrue();

        using var second = new ChildProcess(locksOfDotNet, "hold", path);
        (await AnswerOfAsync(second)).Should().Be("locked");

        // Whoever held it is killed: it is free.
        holder.Kill();
        await holder.EndAsync();
        await using var store = await FileKeyValueStore.OpenAsync(StorePath);
        store.Recovery.IsClean.Should().BeTrue();
    }

    /// <summary>The file alone is mounted elsewhere, as containers do: empty it is a new store, and there is one opener by both names.</summary>
    [Fact]
    public async Task OpenAsync_FileThatIsAMountOfItsOwn_IsMadeWhereItIsAndHeldByBothNames()
    {
        var mounted = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "container")).FullName, "peers.db");
        await File.WriteAllBytesAsync(StorePath, []);
        await File.WriteAllBytesAsync(mounted, []);
        if (!OperatingSystem.IsLinux() || await RunAsync("mount", "--bind", StorePath, mounted) != 0)
        {
            output.WriteLine("Nothing may be mounted here.");
            return;
        }

        try
        {
            await using (var store = await FileKeyValueStore.OpenAsync(mounted))
            {
                (await store.CommitAsync(new KeyValueBatch().Set("a", new byte[10]))).Should().BeTrue();
                await FluentActions.Awaiting(() => FileKeyValueStore.OpenAsync(StorePath)).Should().ThrowAsync<StoreLockedException>();
                using var other = new ChildProcess("hold", StorePath);
                (await AnswerOfAsync(other)).Should().Be("locked");
                (await store.Awaiting(one => one.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>()).Which.Message.Should().Contain("busy");
                (await store.CommitAsync(new KeyValueBatch().Set("b", new byte[10]))).Should().BeTrue("it goes on without");
            }

            await using (var again = await FileKeyValueStore.OpenAsync(StorePath))
            {
                (await again.GetAsync("b")).Should().NotBeNull();
                await again.CompactAsync();
                await again.CommitAsync(new KeyValueBatch().Set("c", new byte[10]));
            }

            // The mount still leads to the file from before the compaction, which nothing else leads to.
            await FluentActions.Awaiting(() => FileKeyValueStore.OpenAsync(mounted)).Should().ThrowAsync<PeerPersistenceException>();
        }
        finally
        {
            await RunAsync("umount", mounted);
        }
    }

    /// <summary>All descriptors are taken: the message says so.</summary>
    [Fact]
    public async Task OpenAsync_NoMoreFiles_NamesFileAndCause()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var child = new ChildProcess("exhaust", StorePath);
        var (code, told, error) = await child.EndAsync();
        code.Should().Be(0, "{0}", error);
        told.Should().Contain(StorePath).And.Contain("oo many open files").And.Contain("PeerPersistenceException");
    }

    private static async Task<string?> AnswerOfAsync(ChildProcess child)
    {
        (await child.Output.ReadLineAsync()).Should().Be("ready");
        await child.Input.WriteLineAsync();
        return await child.Output.ReadLineAsync();
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
