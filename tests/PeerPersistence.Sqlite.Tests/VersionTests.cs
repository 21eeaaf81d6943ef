using Microsoft.Data.Sqlite;

namespace PeerPersistence.Sqlite.Tests;

/// <summary>A database of version 1, which logged no changes, is moved over when it is opened.</summary>
public sealed class VersionTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public VersionTests()
    {
        using var old = _folder.Foreign();
        old.Run("""
            PRAGMA journal_mode = WAL;
            PRAGMA application_id = 1347449393;
            PRAGMA user_version = 1;
            CREATE TABLE entries (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, value BLOB NOT NULL);
            INSERT INTO entries (key, value) VALUES (CAST('k' AS BLOB), CAST('v' AS BLOB));
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task OpenAsync_Version1_HasTheSameRecordsAndLogsFromNowOn()
    {
        await using (var store = await _folder.OpenAsync())
        {
            (await store.ReadAsync("k")).Should().Be("v");
            var token = (await store.GetChangesAsync(null)).Token;
            await store.PutAsync("k", "w");
            (await store.GetChangesAsync(token)).Keys.Should().Equal("k");
        }

        await using var again = await _folder.OpenAsync();
        (await again.ReadAsync("k")).Should().Be("w");
    }

    [Fact]
    public async Task OpenAsync_Version1OpenElsewhere_RefusesWhatTheOtherWrites()
    {
        // What a process of the older library has prepared.
        using var old = _folder.Foreign();
        using var write = old.CreateCommand();
        write.CommandText = "UPDATE entries SET value = x'00'";
        write.Prepare();
        write.ExecuteNonQuery();

        await using var store = await _folder.OpenAsync();

        write.Invoking(command => command.ExecuteNonQuery()).Should().Throw<SqliteException>().WithMessage("*no such table*");
        (await store.GetAsync("k"))!.Value.ToArray().Should().Equal(0);
    }

    [Fact]
    public async Task OpenAsync_Version1ByManyAtOnce_MovesItOnce()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _folder.OpenAsync())));

        foreach (var store in stores)
        {
            (await store.ReadAsync("k")).Should().Be("v");
            await store.DisposeAsync();
        }
    }

    [Fact]
    public async Task OpenAsync_Version1WithAnotherSchema_IsRefusedAndLeftAsItIs()
    {
        using (var foreign = _folder.Foreign())
            foreign.Run("CREATE TABLE changes (position INTEGER PRIMARY KEY, keys BLOB NOT NULL); PRAGMA wal_checkpoint(TRUNCATE)");
        var bytes = await File.ReadAllBytesAsync(_folder.Database);

        await FluentActions.Awaiting(() => _folder.OpenAsync()).Should().ThrowAsync<StoreCorruptedException>();

        (await File.ReadAllBytesAsync(_folder.Database)).Should().Equal(bytes);
    }
}
