using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>The system does not answer a rename: a drive in a network, or a program that looks into everything before.</summary>
public sealed class HangingRenameTests : IAsyncLifetime
{
    private readonly HangingDisk _files = new();
    private FileKeyValueStore _store = null!;

    public static TheoryData<bool, bool> Answers => new()
    {
        { true, true },
        { true, false },
        { false, true },
        { false, false },
    };

    public async Task InitializeAsync()
    {
        _store = await OpenAsync();
        await CommitAsync("before");
    }

    public async Task DisposeAsync()
    {
        _files.Answer(null);
        await _store.DisposeAsync();
    }

    [Theory, MemberData(nameof(Answers))]
    public async Task CompactAsync_NoAnswer_IsAnErrorAndNobodyWaits_LaterAllIsThere(bool replaces, bool works)
    {
        _files.Disk.ReplacesOpenFiles = replaces;

        (await _store.Awaiting(store => store.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>()).WithMessage("*has not answered*");

        (await FluentActions.Awaiting(() => CommitAsync("refused")).Should().ThrowAsync<PeerPersistenceException>()).WithMessage("*Nothing was committed*");
        await _store.Awaiting(store => store.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>();
        (await KeysAsync()).Should().Equal("before");

        _files.Answer(works ? null : new IOException("No."));
        await CommitWhenPossibleAsync("after");
        await _store.DisposeAsync();
        _files.Disk.Paths.Should().Equal(Script.Path);
        _files.Disk.OpenFiles.Should().Be(0);
        _store = await OpenAsync();
        (await KeysAsync()).Should().Equal("after", "before");
    }

    /// <summary>Nobody else may write to a file that could still be replaced.</summary>
    [Theory, MemberData(nameof(Answers))]
    public async Task DisposeAsync_NoAnswer_ReturnsAndTheStoreStaysLockedUntilThereIsOne(bool replaces, bool works)
    {
        _files.Disk.ReplacesOpenFiles = replaces;
        await _store.Awaiting(store => store.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>();

        await _store.DisposeAsync();

        await FluentActions.Awaiting(OpenAsync).Should().ThrowAsync<StoreLockedException>();
        _files.Answer(works ? null : new IOException("No."));
        _store = await OpenWhenPossibleAsync();
        (await KeysAsync()).Should().Equal("before");
        await CommitAsync("after");
        _files.Disk.Paths.Should().Equal(Script.Path);
    }

    private async Task CommitAsync(string key) => (await _store.CommitAsync(new KeyValueBatch().Set(key, new byte[100]))).Should().BeTrue();

    private async Task CommitWhenPossibleAsync(string key)
    {
        while (true)
        {
            try
            {
                await CommitAsync(key);
                return;
            }
            catch (PeerPersistenceException e) when (e.Message.Contains("not answered", StringComparison.Ordinal))
            {
                await Task.Yield();
            }
        }
    }

    private async Task<FileKeyValueStore> OpenWhenPossibleAsync()
    {
        while (true)
        {
            try
            {
                return await OpenAsync();
            }
            catch (StoreLockedException)
            {
                await Task.Yield();
            }
        }
    }

    private Task<FileKeyValueStore> OpenAsync() => FileKeyValueStore.OpenAsync(
        Script.Path, new() { CompactionFloorBytes = long.MaxValue, RenamePatience = TimeSpan.Zero, Time = new HurriedTime() }, _files, CancellationToken.None);

    private async Task<List<string>> KeysAsync()
    {
        var keys = new List<string>();
        await foreach (var (key, _) in _store.ScanAsync(""))
            keys.Add(key);
        return keys;
    }
}
