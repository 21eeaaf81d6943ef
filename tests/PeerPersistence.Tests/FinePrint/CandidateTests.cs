namespace PeerPersistence.Tests.FinePrint;

public sealed class CandidateTests
{
    [Theory, OnEveryStore]
    public async Task Candidates_WhileTheGateOfBackgroundRoundsIsShut_AreAllOffered(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Friend("a"), scene.Friend("b")]);
        for (var i = 0; i < 5; i++)
            await scene.Service.ReconnectAsync((_, _) => Task.FromResult(false), new() { Background = true });

        (await scene.Service.GetReconnectionCandidatesAsync()).Should().HaveCount(2);
        (await scene.Service.GetReconnectionCandidatesAsync()).PassedOver.Should().Be(new PassedOver());
    }

    [Theory, OnEveryStore]
    public async Task Candidates_UnlikelyPeer_IsOfferedUnlessAskedOtherwise(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("a") with { FirstSeen = scene.Now.AddDays(-400), LastSeen = scene.Now.AddDays(-399), LastConnected = null });
        for (var i = 0; i < 30; i++)
        {
            await scene.Service.RecordFailedAttemptAsync("a");
            scene.Clock.Advance(TimeSpan.FromHours(7));
        }

        var candidates = await scene.Service.GetReconnectionCandidatesAsync();

        candidates.Should().ContainSingle().Which.Score.Should().BeLessThan(8, "below the gate of background rounds");
        (await scene.Service.GetReconnectionCandidatesAsync(new() { MinProbability = 0.08 })).PassedOver.BelowProbability.Should().Be(1);
    }

    [Theory, OnEveryStore]
    public async Task ObserveMesh_Unnamed_CountsAsAbsentOnlyOnceItWasNamed(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Friend("named"), scene.Friend("never named")]);
        await scene.Service.ObserveMeshAsync(["named", "unknown", "named"]);
        scene.Clock.Advance(TimeSpan.FromMinutes(30));
        var before = await scene.DumpAsync();

        await scene.Service.ObserveMeshAsync([]);

        var after = await scene.DumpAsync();
        after["mesh:peer:never named"].Should().Be(before["mesh:peer:never named"]);
        after["mesh:peer:named"].Should().NotBe(before["mesh:peer:named"]);
        (await scene.GetAsync("named")).LastSeen.Should().Be(scene.Now.AddMinutes(-30), "absence is not being seen");
        after.Keys.Should().NotContain("mesh:peer:unknown");
    }

    [Theory, OnEveryStore]
    public async Task UpdateLastSeen_IsTheObservationSeen_WhichGossipIsNot(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Friend("seen"), scene.Friend("left alone")]);
        scene.Clock.Advance(TimeSpan.FromHours(10));
        await scene.Service.UpdateLastSeenAsync("seen");
        var before = await ScoreAsync("seen");
        before.Should().BeGreaterThan(await ScoreAsync("left alone"));

        await scene.Service.ObserveMeshAsync([]);

        (await ScoreAsync("seen")).Should().Be(before, "it was seen, but never named in gossip");

        async Task<double> ScoreAsync(string id) => (await scene.Service.GetReconnectionCandidatesAsync()).Single(candidate => candidate.Peer.PeerId == id).Score;
    }

    [Theory, OnEveryStore]
    public async Task Candidates_BoundsAndTies_AreAsDocumented(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var quality = new ConnectionQuality { SuccessRate = 1, TotalConnections = 1, SuccessfulConnections = 1 };
        await scene.Service.StorePeersAsync(new[] { "b", "ı", "B", "i", "I", "a" }.Select(id => scene.Friend(id) with { ConnectionQuality = quality }));
        scene.Clock.Advance(TimeSpan.FromDays(3));

        (await IdsAsync(new() { MaxAge = TimeSpan.FromDays(3), MinQuality = 30, Limit = 100 })).Should().Equal("B", "I", "a", "b", "i", "ı");
        (await IdsAsync(new() { MaxAge = TimeSpan.FromDays(3) - TimeSpan.FromTicks(1) })).Should().BeEmpty();
        (await IdsAsync(new() { MinQuality = 31 })).Should().BeEmpty();
        (await IdsAsync(new() { Limit = 0 })).Should().BeEmpty();
        (await IdsAsync(new() { Limit = int.MaxValue, ExcludePeerIds = ["a", "A", "b"] })).Should().Equal("B", "I", "i", "ı");
        var passedOver = (await scene.Service.GetReconnectionCandidatesAsync(new() { Limit = 0 })).PassedOver;
        passedOver.Total.Should().Be(6);

        async Task<IEnumerable<string>> IdsAsync(ReconnectionQuery query) =>
            (await scene.Service.GetReconnectionCandidatesAsync(query)).Select(candidate => candidate.Peer.PeerId);
    }

    [Theory, OnEveryStore]
    public async Task Candidates_MoreThanTheDefaultLimit_AreTen(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync(Enumerable.Range(0, 25).Select(i => scene.Friend($"peer-{i:00}") with { LastSeen = scene.Now.AddDays(-100), FirstSeen = scene.Now.AddDays(-200) }));

        (await scene.Service.GetReconnectionCandidatesAsync()).Should().HaveCount(10, "without a limit of age");
        (await scene.Service.QueryPeersAsync()).Should().HaveCount(25);
    }
}
