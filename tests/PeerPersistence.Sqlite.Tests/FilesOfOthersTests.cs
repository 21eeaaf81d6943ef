using static PeerPersistence.Tests.UnixFiles;

namespace PeerPersistence.Sqlite.Tests;

/// <summary>A database, or a log beside it, that others could have written is refused; those of ours are not left open to them.</summary>
public sealed class FilesOfOthersTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();

    private string Database => _folder.Database;

    public async Task InitializeAsync()
    {
        await using var store = await _folder.OpenAsync();
        await store.PutAsync("a", "1");
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    public static TheoryData<string, UnixFileMode> Files
    {
        get
        {
            var data = new TheoryData<string, UnixFileMode>();
            foreach (var ending in new[] { "", "-wal", "-shm", "-journal" })
            {
                data.Add(ending, UnixFileMode.GroupWrite);
                data.Add(ending, UnixFileMode.OtherWrite);
            }

            return data;
        }
    }

    [UnixTheory, MemberData(nameof(Files))]
    public async Task OpenAsync_WritableByOthers_IsRefused(string ending, UnixFileMode others)
    {
        await using (File.Open(Database + ending, FileMode.OpenOrCreate))
            SetMode(Database + ending, Private | others);

        await ShouldBeRefusedAsync(Database + ending);

        ModeOf(Database + ending).Should().Be(Private | others);
    }

    [RootFact]
    public async Task OpenAsync_FileOfAnotherUser_IsRefused()
    {
        foreach (var ending in new[] { "-wal", "" })
        {
            await using (File.Open(Database + ending, FileMode.OpenOrCreate))
                Give(Database + ending, Another);

            await ShouldBeRefusedAsync(Database + ending);
            File.Delete(Database + "-wal");
        }

        await using var store = await _folder.OpenAsync(new() { AllowSharedFile = true });
        (await store.ReadAsync("a")).Should().Be("1");
    }

    [RootFact]
    public async Task OpenAsync_LinkToADatabase_IsJudgedByTheFilesItLeadsTo()
    {
        var link = Path.Combine(_folder.Folder, "link.sqlite");
        File.CreateSymbolicLink(link, "peers.sqlite");
        await File.WriteAllBytesAsync(Database + "-wal", []);
        SetMode(Database + "-wal", Private);
        Give(Database + "-wal", Another);

        await FluentActions.Awaiting(() => SqliteKeyValueStore.OpenAsync(link)).Should().ThrowAsync<PeerPersistenceException>();

        Give(Database + "-wal", 0);
        await using var store = await SqliteKeyValueStore.OpenAsync(link);
        (await store.ReadAsync("a")).Should().Be("1");
    }

    [UnixFact]
    public async Task OpenAsync_OursAndReadableByOthers_AllFilesAreMadePrivate()
    {
        await using (var open = await _folder.OpenAsync())
        {
            await open.PutAsync("b", "2");
            string[] files = [Database, Database + "-wal", Database + "-shm"];
            foreach (var file in files)
                SetMode(file, Readable);

            await using var another = await _folder.OpenAsync();

            (await another.ReadAsync("b")).Should().Be("2");
            foreach (var file in files)
                ModeOf(file).Should().Be(Private, file);
        }
    }

    private async Task ShouldBeRefusedAsync(string file) =>
        (await FluentActions.Awaiting(() => _folder.OpenAsync()).Should().ThrowAsync<PeerPersistenceException>())
            .WithMessage($"*'{file}'*chmod 600*AllowSharedFile*left as it is*");
}
