using System.Text;

namespace PeerPersistence.Tests.FinePrint;

/// <summary>Every call of the service, each doing something where peer "a" is stored.</summary>
internal static class EveryCall
{
    private static readonly DateTimeOffset Then = new(2026, 1, 14, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyDictionary<string, Func<IPeerPersistenceService, CancellationToken, Task>> ThatReads { get; } =
        new Dictionary<string, Func<IPeerPersistenceService, CancellationToken, Task>>
        {
            ["initialize"] = (service, token) => service.InitializeAsync(token),
            ["get"] = (service, token) => service.GetPeerAsync("a", token),
            ["get several"] = (service, token) => service.GetPeersAsync(["a", "z"], token),
            ["contains"] = (service, token) => service.ContainsAsync("a", token),
            ["count"] = (service, token) => service.CountAsync(token),
            ["enumerate"] = EnumerateAsync,
            ["export to"] = (service, token) => service.ExportToAsync(new MemoryStream(), options: null, cancellationToken: token),
            ["addresses"] = (service, token) => service.GetAddressesAsync("a", token),
            ["new ids"] = (service, token) => service.FindNewPeerIdsAsync(["a", "z"], token),
            ["ids"] = (service, token) => service.GetAllPeerIdsAsync(token),
            ["query"] = (service, token) => service.QueryPeersAsync(query: null, cancellationToken: token),
            ["page"] = (service, token) => service.QueryPageAsync(new(), continuationToken: null, cancellationToken: token),
            ["candidates"] = (service, token) => service.GetReconnectionCandidatesAsync(query: null, cancellationToken: token),
            ["needs cleanup"] = (service, token) => service.NeedsCleanupAsync(token),
            ["stats"] = (service, token) => service.GetStorageStatsAsync(token),
            ["health"] = (service, token) => service.CheckHealthAsync(token),
            ["flush"] = (service, token) => service.FlushAsync(token),
            ["key usage"] = (service, token) => service.GetKeyUsageAsync(token),
            ["watch"] = WatchAsync,
            ["export"] = (service, token) => service.ExportDataAsync(options: null, cancellationToken: token),
        };

    public static IReadOnlyDictionary<string, Func<IPeerPersistenceService, CancellationToken, Task>> ThatWrites { get; } =
        new Dictionary<string, Func<IPeerPersistenceService, CancellationToken, Task>>
        {
            ["store new"] = (service, token) => service.StorePeerAsync(PeerData.Create("new", Then) with { SharedSecret = "s" }, token),
            ["store known"] = (service, token) => service.StorePeerAsync(PeerData.Create("a", Then) with { DisplayName = "A" }, token),
            ["store several"] = (service, token) => service.StorePeersAsync([PeerData.Create("n", Then), PeerData.Create("m", Then)], token),
            ["remove"] = (service, token) => service.RemovePeerAsync("a", token),
            ["remove several"] = (service, token) => service.RemovePeersAsync(["a", "z"], token),
            ["pin"] = (service, token) => service.SetPinnedAsync("a", pinned: true, cancellationToken: token),
            ["unpin"] = (service, token) => service.SetPinnedAsync("a", pinned: false, cancellationToken: token),
            ["block"] = (service, token) => service.BlockAsync("a", token),
            ["unblock"] = (service, token) => service.UnblockAsync("a", token),
            ["accept key"] = (service, token) => service.AcceptKeyAsync("a", "{}", token),
            ["introduce"] = (service, token) => service.IntroducePeersAsync([PeerData.Create("told", Then)], "a", token),
            ["update"] = (service, token) => service.UpdatePeerAsync("a", peer => peer with { DisplayName = "A" }, token),
            ["seen"] = (service, token) => service.UpdateLastSeenAsync("a", token),
            ["measured"] = (service, token) => service.UpdateConnectionQualityAsync("a", new QualityMeasurement { Latency = TimeSpan.FromMilliseconds(1) }, token),
            ["quality"] = (service, token) => service.ReplaceConnectionQualityAsync("a", new ConnectionQuality(), token),
            ["attempt"] = (service, token) => service.IncrementReconnectionAttemptsAsync("a", token),
            ["connected"] = (service, token) => service.RecordConnectedAsync("a", measurement: null, inbound: true, cancellationToken: token),
            ["disconnected"] = (service, token) => service.RecordDisconnectedAsync("a", TimeSpan.FromMinutes(1), Departure.Network, token),
            ["failed"] = (service, token) => service.RecordFailedAttemptAsync("a", token),
            ["gossip"] = (service, token) => service.ObserveMeshAsync(["a"], token),
            ["reconnect, measured"] = (service, token) => service.ReconnectMeasuredAsync(
                (_, _) => Task.FromResult<QualityMeasurement?>(new()), options: null, progress: null, cancellationToken: token),
            ["reconnect"] = (service, token) => service.ReconnectAsync((_, _) => Task.FromResult(true), options: null, progress: null, cancellationToken: token),
            ["stale"] = (service, token) => service.CleanupStalePeersAsync(token),
            ["lru"] = (service, token) => service.CleanupLruAsync(keep: 0, cancellationToken: token),
            ["blacklists"] = (service, token) => service.ClearExpiredBlacklistsAsync(token),
            ["maintain"] = (service, token) => service.MaintainAsync(token),
            ["import"] = (service, token) => service.ImportDataAsync(new() { Peers = [PeerData.Create("i", Then)] }, options: null, cancellationToken: token),
            ["import from"] = (service, token) => service.ImportFromAsync(
                new MemoryStream(Encoding.UTF8.GetBytes("""{"peers":[{"peerId":"f"}]}""")), options: null, cancellationToken: token),
            ["start over"] = (service, token) => service.StartOverWithNewKeyAsync(evenIfReadable: true, token),
            ["rotate"] = (service, token) => service.RotateKeysAsync(progress: null, cancellationToken: token),
            ["change key"] = (service, token) => service.ChangeMasterKeyAsync(new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()), token),
            ["clear"] = (service, token) => service.ClearAllAsync(token),
        };

    public static IEnumerable<string> Names => ThatReads.Keys.Concat(ThatWrites.Keys);

    public static Task RunAsync(string name, IPeerPersistenceService service, CancellationToken cancellationToken = default) =>
        (ThatReads.TryGetValue(name, out var call) ? call : ThatWrites[name])(service, cancellationToken);

    private static async Task EnumerateAsync(IPeerPersistenceService service, CancellationToken cancellationToken)
    {
        await foreach (var peer in service.EnumeratePeersAsync(cancellationToken))
            peer.PeerId.Should().NotBeEmpty();
    }

    /// <summary>Watches one peer come, and leaves none behind.</summary>
    private static async Task WatchAsync(IPeerPersistenceService service, CancellationToken cancellationToken)
    {
        var changes = service.WatchAsync(cancellationToken).GetAsyncEnumerator(CancellationToken.None);
        var first = changes.MoveNextAsync().AsTask();
        await service.StorePeerAsync(PeerData.Create("watched", Then), cancellationToken);
        await first.WaitAsync(TimeSpan.FromMinutes(5), cancellationToken);
        await changes.DisposeAsync();
        await service.RemovePeerAsync("watched", cancellationToken);
    }

    public static TheoryData<StoreKind, string> OnEveryStore()
    {
        var data = new TheoryData<StoreKind, string>();
        foreach (var kind in Enum.GetValues<StoreKind>())
        {
            foreach (var name in Names)
                data.Add(kind, name);
        }

        return data;
    }
}
