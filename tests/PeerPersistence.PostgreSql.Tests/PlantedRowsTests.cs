namespace PeerPersistence.PostgreSql.Tests;

/// <summary>Rows that no store wrote cost the others nothing.</summary>
public sealed class PlantedRowsTests
{
    [PostgreSqlFact]
    public async Task Scan_AKeyThatIsNone_IsPassedOver()
    {
        var name = SharedServer.NewName();
        await using var store = await SharedServer.OpenAsync(name);
        await store.PutAsync("mesh:a", "1");
        await store.PutAsync("mesh:\uFFFF", "2");
        await (await SharedServer.Value).RunAsync(
            $"INSERT INTO peer_persistence VALUES ('{name}', decode('6d6573683ae282', 'hex'), 'x'), ('{name}', decode('6d6573683a80', 'hex'), 'x')");

        List<string> keys = [];
        await foreach (var (key, _) in store.ScanAsync("mesh:"))
            keys.Add(key);

        keys.Should().Equal("mesh:a", "mesh:\uFFFF");
    }
}
