using PeerPersistence.Sqlite.Tests.Processes;

namespace PeerPersistence.Sqlite.Tests;

/// <summary>The database is replaced, deleted or moved while it is open; or there is no folder for temporary files.</summary>
public sealed class PlaceTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private string Log => _folder.Database + "-wal";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("database deleted")]
    [InlineData("log deleted")]
    [InlineData("database replaced")]
    [InlineData("all moved")]
    public async Task CommitAsync_FileTakenAwayWhileOpen_AcknowledgesNothing(string how)
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var store = await _folder.OpenAsync();
        await store.PutAsync("k", "before");
        TakeAway(how);

        (await store.Awaiting(one => one.PutAsync("k", "after")).Should().ThrowAsync<PeerPersistenceException>()).WithMessage("*while it was open*open the store again*");
        await store.Awaiting(one => one.PutAsync("k", "after")).Should().ThrowAsync<PeerPersistenceException>("it stays so");
        await store.Awaiting(one => one.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>();
    }

    [Fact]
    public async Task CommitAsync_FileTakenAwayBeforeTheFirst_AcknowledgesNothing()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var store = await _folder.OpenAsync();
        File.Delete(_folder.Database);
        await store.Awaiting(one => one.PutAsync("k", "v")).Should().ThrowAsync<PeerPersistenceException>();
    }

    /// <summary>A backup is put in place, with a log that holds what its file does not.</summary>
    [Fact]
    public async Task DisposeAsync_OtherDatabasePutThere_LeavesItAlone()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var other = new TestFolder();
        await using var restored = await other.OpenAsync();
        await restored.PutAsync("k", "restored");
        await using (var store = await _folder.OpenAsync())
        {
            await store.PutAsync("k", "v");
            await store.ReadAsync("k");
            File.Copy(other.Database, _folder.Database + ".new");
            File.Copy(other.Database + "-wal", Log + ".new");
            File.Move(_folder.Database + ".new", _folder.Database, overwrite: true);
            File.Move(Log + ".new", Log, overwrite: true);
            await store.Awaiting(one => one.PutAsync("k", "w")).Should().ThrowAsync<PeerPersistenceException>();
        }

        File.Delete(_folder.Database + "-shm");
        await using var again = await _folder.OpenAsync();
        (await again.ReadAsync("k")).Should().Be("restored");
        await again.PutAsync("k", "w");
    }

    [Fact]
    public async Task CommitAsync_PathIsALink_IsFoundAtItsEnd()
    {
        if (OperatingSystem.IsWindows())
            return;
        var link = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Folder, "links")).FullName, "link");
        await using (await _folder.OpenAsync())
            File.CreateSymbolicLink(link, _folder.Database);
        await using (var store = await SqliteKeyValueStore.OpenAsync(link))
            await store.PutAsync("k", "v");
        await using var again = await _folder.OpenAsync();
        (await again.ReadAsync("k")).Should().Be("v");
    }

    [Theory]
    [InlineData("count")]
    [InlineData("compact")]
    public async Task OpenAsync_NoFolderForTemporaryFiles_Works(string what)
    {
        await using var process = OtherProcess.StartWith("TMPDIR", "/nonexistent/", what, _folder.Database, "1");
        (await process.ExitCodeAsync()).Should().Be(0);
        Directory.GetFiles(_folder.Folder).Should().Equal(_folder.Database);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(_folder.Database).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private void TakeAway(string how)
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(_folder.Folder, "elsewhere")).FullName;
        var files = Directory.GetFiles(_folder.Folder);
        if (how == "database deleted")
            File.Delete(_folder.Database);
        else if (how == "log deleted")
            File.Delete(Log);
        else if (how == "all moved")
            Array.ForEach(files, file => File.Move(file, Path.Combine(elsewhere, Path.GetFileName(file))));
        else
            File.Copy(_folder.Database, Path.Combine(elsewhere, "copy"));
        if (how == "database replaced")
            File.Move(Path.Combine(elsewhere, "copy"), _folder.Database, overwrite: true);
    }
}
