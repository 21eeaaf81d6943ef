namespace PeerPersistence.PostgreSql.Tests;

/// <summary>Each call is a round trip.</summary>
public sealed class StoreCallTests
{
    [PostgreSqlFact]
    public async Task Service_ManyPeers_TakesAFewCalls()
    {
        await using var server = await SharedServer.OpenAsync();
        var store = new RecordingKeyValueStore(server);
        await using var service = new PeerPersistenceService(store, new() { MaxPeers = 1000 });
        await service.InitializeAsync();
        var peers = Enumerable.Range(0, 1000).Select(i => PeerData.Create($"peer-{i:000}")).ToList();

        (await CallsAsync(() => service.StorePeersAsync(peers.Skip(1)))).Should().Be(3);
        (await CallsAsync(() => service.QueryPeersAsync())).Should().Be(2, "what was written is not read back");
        (await CallsAsync(() => service.StorePeerAsync(peers[0]))).Should().Be(3);
        (await CallsAsync(() => service.QueryPeersAsync())).Should().Be(2);
        (await CallsAsync(() => service.ObserveMeshAsync([.. peers.Select(peer => peer.PeerId)]))).Should().Be(3);
        (await service.QueryPeersAsync()).Should().HaveCount(1000);

        async Task<int> CallsAsync(Func<Task> work)
        {
            store.Clear();
            await work();
            return store.Calls.Count;
        }
    }
}
