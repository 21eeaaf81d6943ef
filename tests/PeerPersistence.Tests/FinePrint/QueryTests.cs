namespace PeerPersistence.Tests.FinePrint;

public sealed class QueryTests
{
    [Theory, OnEveryStore]
    public async Task QueryPeers_AnyOrder_BreaksTiesByIdAndPagesAlike(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        string[] ids = ["b", "B", "a", "ä", "z", "Z", "ı", "i"];
        var random = new Random(5);
        await scene.Service.StorePeersAsync(ids.Select(id => scene.Friend(id) with
        {
            LastSeen = scene.Now.AddHours(-random.Next(2)),
            LastConnected = random.Next(2) == 0 ? null : scene.Now.AddHours(-random.Next(2)),
            ConnectionQuality = new() { SuccessRate = random.Next(2) },
        }));
        var peers = await scene.Service.QueryPeersAsync();
        foreach (var sortBy in Enum.GetValues<PeerSortBy>())
        {
            foreach (var order in Enum.GetValues<PeerSortOrder>())
            {
                Func<PeerData, long> key = sortBy switch
                {
                    PeerSortBy.LastSeen => peer => peer.LastSeen.Ticks,
                    PeerSortBy.LastConnected => peer => peer.LastConnected?.Ticks ?? 0,
                    _ => peer => PeerScore.Quality(peer.ConnectionQuality),
                };
                var expected = peers.OrderBy(peer => order == PeerSortOrder.Ascending ? key(peer) : -key(peer)).ThenBy(peer => peer.PeerId, StringComparer.Ordinal).Select(peer => peer.PeerId);
                var query = new PeerQuery { SortBy = sortBy, Order = order };

                (await scene.Service.QueryPeersAsync(query)).Select(peer => peer.PeerId).Should().Equal(expected, "{0} {1}", sortBy, order);
                (await PagedAsync(scene.Service, query with { Limit = 3 })).Should().Equal(expected, "{0} {1}", sortBy, order);
            }
        }
    }

    [Theory, OnEveryStore]
    public async Task QueryPeers_Null_IsTheDocumentedDefault(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync(Enumerable.Range(0, 30).Select(i => scene.Friend($"peer-{i:00}") with
        {
            LastSeen = scene.Now.AddYears(-i), ConnectionQuality = new() { SuccessRate = 0 }, BlacklistUntil = i == 7 ? scene.Now.AddTicks(TimeSpan.TicksPerMillisecond) : scene.Now,
        }));

        (await scene.Service.QueryPeersAsync(query: null, cancellationToken: default)).Select(peer => peer.PeerId)
            .Should().Equal(Enumerable.Range(0, 30).Where(i => i != 7).Select(i => $"peer-{i:00}"));
        new PeerQuery().Should().Be(new PeerQuery { SortBy = PeerSortBy.LastSeen, Order = PeerSortOrder.Descending, Limit = null, MinQuality = 0, MaxAge = null, ExcludeBlacklisted = true });
    }

    [Theory, OnEveryStore]
    public async Task QueryPeers_PeersComeAndGoMeanwhile_AnswersWithWhoIsThere(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 20);
        var stop = false;
        var writer = Task.Run(async () =>
        {
            for (var i = 0; !Volatile.Read(ref stop); i++)
            {
                await scene.Service.StorePeerAsync(scene.Friend($"peer-{i % 40}"));
                await scene.Service.RemovePeerAsync($"peer-{(i + 20) % 40}");
            }
        });
        try
        {
            for (var i = 0; i < 100; i++)
            {
                var peers = await scene.Service.QueryPeersAsync(new() { Limit = 10 });
                peers.Should().NotContainNulls().And.OnlyHaveUniqueItems(peer => peer.PeerId);
                (await scene.Service.GetReconnectionCandidatesAsync()).Count.Should().BeLessThanOrEqualTo(10);
                await scene.Service.ExportDataAsync();
            }
        }
        finally
        {
            Volatile.Write(ref stop, true);
            await writer;
        }
    }

    [Fact]
    public async Task Queries_NegativeOrNull_NameTheArgument()
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        foreach (var (parameter, call) in new (string, Func<Task>)[]
        {
            ("query", () => scene.Service.QueryPeersAsync(new() { Limit = -1 })),
            ("query", () => scene.Service.QueryPeersAsync(new() { MaxAge = TimeSpan.MinValue })),
            ("query", () => scene.Service.QueryPageAsync(null!)),
            ("query", () => scene.Service.QueryPageAsync(new() { Limit = int.MinValue })),
            ("query", () => scene.Service.GetReconnectionCandidatesAsync(new() { Limit = -1 })),
            ("query", () => scene.Service.GetReconnectionCandidatesAsync(new() { MaxAge = TimeSpan.FromTicks(-1) })),
            ("query", () => scene.Service.GetReconnectionCandidatesAsync(new() { ExcludePeerIds = null! })),
            ("keep", () => scene.Service.CleanupLruAsync(-1)),
            ("uptime", () => scene.Service.RecordDisconnectedAsync("a", TimeSpan.FromTicks(-1), Departure.Local)),
            ("measurement", () => scene.Service.UpdateConnectionQualityAsync("a", new QualityMeasurement { Latency = TimeSpan.FromTicks(-1) })),
            ("measurement", () => scene.Service.UpdateConnectionQualityAsync("a", null!)),
            ("quality", () => scene.Service.ReplaceConnectionQualityAsync("a", null!)),
            ("measurement", () => scene.Service.RecordConnectedAsync("a", new() { Success = false })),
            ("update", () => scene.Service.UpdatePeerAsync("a", null!)),
            ("presentPeerIds", () => scene.Service.ObserveMeshAsync(null!)),
            ("peers", () => scene.Service.StorePeersAsync(null!)),
            ("peer", () => scene.Service.StorePeerAsync(null!)),
            ("peerId", () => scene.Service.GetPeerAsync(null!)),
            ("peerId", () => scene.Service.RemovePeerAsync("")),
            ("connect", () => scene.Service.ReconnectAsync(null!)),
            ("options", () => scene.Service.ReconnectAsync((_, _) => Task.FromResult(true), new() { TargetConnections = 0 })),
            ("continuationToken", () => scene.Service.QueryPageAsync(new(), "%%%")),
        })
            (await call.Should().ThrowAsync<ArgumentException>()).WithParameterName(parameter);
    }

    private static async Task<List<string>> PagedAsync(IPeerPersistenceService service, PeerQuery query)
    {
        List<string> ids = [];
        string? token = null;
        do
        {
            var page = await service.QueryPageAsync(query, token);
            ids.AddRange(page.Peers.Select(peer => peer.PeerId));
            token = page.ContinuationToken;
        }
        while (token is not null);
        return ids;
    }
}
