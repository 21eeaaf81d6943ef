using PeerPersistence.PostgreSql.Tests.Summaries;

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

    [PostgreSqlTheory]
    [InlineData("'\\x01'")]
    [InlineData("''")]
    [InlineData("set_byte(value, 511, 7)")]
    public async Task Service_RowsOfItsWritersDamaged_GoesOnAndSeesEverything(string damaged)
    {
        var name = SharedServer.NewName();
        await SummaryScript.StoreAsync(name);
        await using var store = await SharedServer.OpenAsync(name);
        await using var service = SummaryScript.Serve(store);
        await service.InitializeAsync();
        await (await SharedServer.Value).RunAsync($@"UPDATE peer_persistence SET value = {damaged} WHERE store = '{name}' AND key > '\xff'");

        await using var other = await SharedServer.OpenAsync(name);
        await using var second = SummaryScript.Serve(other);
        await second.SetPinnedAsync(SummaryScript.Peer(1).PeerId, true);
        await service.SetPinnedAsync(SummaryScript.Peer(2).PeerId, true);

        foreach (var each in (PeerPersistenceService[])[service, second])
            (await each.QueryPeersAsync(new() { Where = peer => peer.IsPinned })).Should().HaveCount(2);
        await SummaryScript.CheckAsync(name);
    }

    [PostgreSqlFact]
    public async Task StorePeer_RowsWereDeletedByHandBehindTheService_IsStored()
    {
        var name = SharedServer.NewName();
        await SummaryScript.StoreAsync(name);
        await using var store = await SharedServer.OpenAsync(name);
        await using var service = SummaryScript.Serve(store);
        await service.InitializeAsync();
        await (await SharedServer.Value).RunAsync(
            $"DELETE FROM peer_persistence WHERE store = '{name}' AND (key LIKE 'mesh:peers:index%' OR key = 'mesh:peer:peer-1')");

        await service.StorePeerAsync(PeerData.Create("new"));

        (await service.ContainsAsync("new")).Should().BeTrue();
        (await service.GetAllPeerIdsAsync()).Should().NotContain("peer-1").And.Contain("peer-2");
        await service.MaintainAsync();
        await SummaryScript.CheckAsync(name);
    }
}
