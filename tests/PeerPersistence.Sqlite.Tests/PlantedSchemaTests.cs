using static PeerPersistence.Sqlite.Tests.StoreText;

namespace PeerPersistence.Sqlite.Tests;

/// <summary>A database with more in it than a store has is refused, and stays as it was.</summary>
public sealed class PlantedSchemaTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM records; END")]
    [InlineData("CREATE VIEW v AS SELECT * FROM records")]
    [InlineData("CREATE TABLE other (x)")]
    [InlineData("CREATE INDEX i ON records (hex(value))")]
    [InlineData("ALTER TABLE records ADD COLUMN more TEXT GENERATED ALWAYS AS (hex(value)) VIRTUAL")]
    [InlineData("ALTER TABLE records RENAME TO hidden; CREATE VIEW records AS SELECT id, key, x'00' AS value FROM hidden")]
    [InlineData("DROP TABLE records")]
    [InlineData("DROP TABLE changes")]
    [InlineData("CREATE TABLE entries (x)")]
    [InlineData("CREATE INDEX i ON changes (keys)")]
    [InlineData("ALTER TABLE changes ADD COLUMN more TEXT")]
    public async Task OpenAsync_AnotherSchema_IsRefusedAndLeftAsItIs(string sql)
    {
        await using (var store = await _folder.OpenAsync())
            await store.PutAsync("k", "v");
        using (var foreign = _folder.Foreign())
            foreign.Run(sql);
        var bytes = await File.ReadAllBytesAsync(_folder.Database);

        await FluentActions.Awaiting(() => _folder.OpenAsync()).Should().ThrowAsync<StoreCorruptedException>();

        (await File.ReadAllBytesAsync(_folder.Database)).Should().Equal(bytes);
    }

    [Fact]
    public async Task OpenAsync_StatisticsOfSqliteItself_AreNoHarm()
    {
        await using (var store = await _folder.OpenAsync())
            await store.PutAsync("k", "v");
        using (var foreign = _folder.Foreign())
            foreign.Run("ANALYZE");

        await using var again = await _folder.OpenAsync();
        (await again.ReadAsync("k")).Should().Be("v");
    }

    [Fact]
    public async Task Commit_TriggerPlantedWhileOpen_DoesNotRun()
    {
        await using var store = await _folder.OpenAsync();
        await store.PutAsync("a", "1");
        using (var foreign = _folder.Foreign())
            foreign.Run("CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM records; END");

        await store.PutAsync("b", "2");

        (await store.ReadAsync("a")).Should().Be("1");
    }
}
