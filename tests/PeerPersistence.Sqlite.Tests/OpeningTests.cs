using PeerPersistence.Sqlite.Tests.Processes;

namespace PeerPersistence.Sqlite.Tests;

/// <summary>What is created, what is accepted, what is refused and stays as it was.</summary>
public sealed class OpeningTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenAsync_NoFolderForTemporaryFiles_MakesTheDatabaseAndLeavesNothingBeside()
    {
        await using (var other = OtherProcess.StartWith("TMPDIR", "/nonexistent/", "count", _folder.Database, "10"))
            (await other.ExitCodeAsync()).Should().Be(0);

        Directory.GetFiles(_folder.Folder).Should().OnlyContain(file => file.StartsWith(_folder.Database, StringComparison.Ordinal) && !file.Contains(".sqlite.", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(_folder.Database).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task OpenAsync_NewFile_IsItsOwnersAlone()
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = Path.Combine(_folder.Folder, "a folder", "peers #1?%20&mode=ro.sqlite");
        await using var store = await SqliteKeyValueStore.OpenAsync(path);
        await store.PutAsync("k", "v");

        const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.GetUnixFileMode(Path.GetDirectoryName(path)!).Should().Be(OwnerOnly | UnixFileMode.UserExecute);
        var files = Directory.GetFiles(Path.GetDirectoryName(path)!);
        files.Should().BeEquivalentTo(path, path + "-wal", path + "-shm");
        foreach (var file in files)
            File.GetUnixFileMode(file).Should().Be(OwnerOnly, "{0} holds what peers are", file);
    }

    [Fact]
    public async Task OpenAsync_RelativePath_IsUnderTheCurrentFolder()
    {
        var name = $"relative-{Guid.NewGuid():N}.sqlite";
        await using (await SqliteKeyValueStore.OpenAsync(name))
            File.Exists(Path.Combine(Environment.CurrentDirectory, name)).Should().BeTrue();
        File.Delete(name);
    }

    [Fact]
    public async Task OpenAsync_FileOfLengthZero_IsANewStore()
    {
        await File.WriteAllBytesAsync(_folder.Database, []);
        await using var store = await _folder.OpenAsync();
        await store.PutAsync("k", "v");
        (await store.ReadAsync("k")).Should().Be("v");
    }

    /// <summary>Who finds the new database busy tries again, and leaves no session of the first try open.</summary>
    [Fact]
    public async Task DisposeAsync_ManyThatOpenedAtOnce_LeavesNothingOpen()
    {
        for (var round = 0; round < 40; round++)
        {
            var path = Path.Combine(_folder.Folder, $"{round}", "peers.sqlite");
            var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => SqliteKeyValueStore.OpenAsync(path))));
            foreach (var store in stores)
                await store.DisposeAsync();

            Directory.GetFiles(Path.GetDirectoryName(path)!).Should().Equal([path], "the last to close deletes the log, round {0}", round);
        }
    }

    [Fact]
    public async Task DisposeAsync_LastOne_LeavesOneFileInWriteAheadMode()
    {
        await using (var store = await _folder.OpenAsync())
            await store.PutAsync("k", "v");
        Directory.GetFiles(_folder.Folder).Should().Equal(_folder.Database);
        using var foreign = _folder.Foreign();
        foreign.Run("PRAGMA journal_mode").Should().Be("wal");
        foreign.Run("PRAGMA integrity_check").Should().Be("ok");
        foreign.Run("SELECT CAST(key AS TEXT) || CAST(value AS TEXT) FROM records").Should().Be("kv");
    }

    [Fact]
    public void OpenWriter_AnyDatabase_SyncsEveryCommit()
    {
        using var session = new SqliteDatabase(_folder.Database, maxSizeBytes: null).OpenWriter();
        session.Integer("PRAGMA synchronous").Should().Be(2, "that is FULL");
        session.Integer("PRAGMA fullfsync").Should().Be(1);
    }

    [Fact]
    public async Task OpenAsync_Noise_IsRefusedUntouched()
    {
        var noise = new byte[10_000];
        new Random(3).NextBytes(noise);
        await File.WriteAllBytesAsync(_folder.Database, noise);
        await RefusedAsync<StoreCorruptedException>();
    }

    [Fact]
    public async Task OpenAsync_DatabaseOfSomethingElse_IsRefusedUntouched()
    {
        using (var foreign = _folder.Foreign())
            foreign.Run("CREATE TABLE records (key, value)");
        await RefusedAsync<StoreCorruptedException>();
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("wal")]
    public async Task OpenAsync_NewerVersion_IsRefusedUntouched(string journalMode)
    {
        await using (await _folder.OpenAsync())
        {
        }

        using (var foreign = _folder.Foreign())
            foreign.Run($"PRAGMA journal_mode = {journalMode}; PRAGMA user_version = 3");
        (await RefusedAsync<UnsupportedSchemaVersionException>()).Should().BeEquivalentTo(new { Found = "3", Supported = "2" });
    }

    [Fact]
    public async Task OpenAsync_NewerVersionStillInTheLog_IsRefusedUntouched()
    {
        await using (await _folder.OpenAsync())
        {
        }

        // As a killed process leaves them: the log holds what the file does not.
        var copy = Path.Combine(_folder.Folder, "copy");
        using (var foreign = _folder.Foreign())
        {
            foreign.Run("PRAGMA user_version = 7");
            File.Copy(_folder.Database, copy);
            File.Copy(_folder.Database + "-wal", copy + "-wal");
        }

        File.Move(copy, _folder.Database, overwrite: true);
        File.Move(copy + "-wal", _folder.Database + "-wal", overwrite: true);
        (await RefusedAsync<UnsupportedSchemaVersionException>()).Found.Should().Be("7");
    }

    [Fact]
    public async Task GetAsync_DamagedPages_AreReportedAsDamage()
    {
        await using (var store = await _folder.OpenAsync())
            await store.PutAsync("k", new string('v', 100_000));
        using (var file = new FileStream(_folder.Database, FileMode.Open))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xAA, (int)file.Length - 4096).ToArray());
        }

        await using var damaged = await _folder.OpenAsync();
        await FluentActions.Awaiting(() => damaged.ReadAsync("k")).Should().ThrowAsync<StoreCorruptedException>();
        await FluentActions.Awaiting(() => damaged.PutAsync("k", "w")).Should().ThrowAsync<StoreCorruptedException>();
    }

    [Fact]
    public async Task OpenAsync_FolderInThePlaceOfTheFile_IsAnErrorThatNamesNoSecret()
    {
        Directory.CreateDirectory(_folder.Database);
        await FluentActions.Awaiting(() => _folder.OpenAsync()).Should().ThrowAsync<PeerPersistenceException>();
    }

    private async Task<TException> RefusedAsync<TException>() where TException : Exception
    {
        var before = Directory.GetFiles(_folder.Folder).ToDictionary(file => file, File.ReadAllBytes);
        var thrown = await FluentActions.Awaiting(() => _folder.OpenAsync()).Should().ThrowAsync<TException>();
        foreach (var (file, bytes) in before)
            File.ReadAllBytes(file).Should().Equal(bytes, "{0} stays byte for byte", file);
        Directory.GetFiles(_folder.Folder).Where(file => !before.ContainsKey(file) && new FileInfo(file).Length > 0 && !file.EndsWith("-shm", StringComparison.Ordinal))
            .Should().BeEmpty("nothing is put beside it");
        return thrown.Which;
    }
}
