using System.Text.Json;

namespace PeerPersistence.Tests.FinePrint;

public sealed class StoringTests
{
    [Theory, OnEveryStore]
    public async Task StorePeer_Known_KeepsHistoryAndTakesTheRestAsGiven(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var first = scene.Now;
        await scene.Service.StorePeerAsync(scene.Friend("a") with
        {
            PublicKey = "key",
            SharedSecret = "secret",
            LastKnownIP = "192.0.2.1",
            IsPinned = true,
            DisplayName = "A",
            ReconnectionAttempts = 4,
            BlacklistUntil = scene.Now.AddHours(1),
            IceServers = [new() { Urls = ["stun:a"] }],
            Metadata = new Dictionary<string, JsonElement> { ["x"] = JsonSerializer.SerializeToElement(1) },
            ConnectionQuality = new() { TotalConnections = 10, SuccessfulConnections = 7, SuccessRate = 0.7, Latency = TimeSpan.FromMilliseconds(9) },
        });
        scene.Clock.Advance(TimeSpan.FromHours(2));

        await scene.Service.StorePeerAsync(new() { PeerId = "a", ConnectionQuality = new() { TotalConnections = 11, SuccessfulConnections = 1, SuccessRate = 0.1 } });
        await scene.RestartAsync();

        (await scene.GetAsync("a")).Should().BeEquivalentTo(new PeerData
        {
            PeerId = "a",
            FirstSeen = first,
            LastSeen = scene.Now,
            LastConnected = first,
            PublicKey = "key",
            SharedSecret = "secret",
            SecretStatus = SecretStatus.Available,
            ReconnectionAttempts = 4,
            ConnectionQuality = new() { TotalConnections = 11, SuccessfulConnections = 7, SuccessRate = 0.1, LastMeasured = scene.Now },
        });
    }

    [Theory, OnEveryStore]
    public async Task StorePeer_InstantsOfAnotherTimeZone_AreTheSameInstants(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        var there = scene.Now.AddDays(-3).ToOffset(TimeSpan.FromHours(-9.5));

        await scene.Service.StorePeerAsync(new() { PeerId = "a", FirstSeen = there, LastSeen = there, LastConnected = there, BlacklistUntil = there });

        var stored = await scene.GetAsync("a");
        new[] { stored.FirstSeen, stored.LastSeen, stored.LastConnected!.Value, stored.BlacklistUntil!.Value }.Should().AllBeEquivalentTo(there);
    }

    [Theory, OnEveryStore]
    public async Task UpdatePeer_Instants_DefaultAndFarAheadBecomeNow(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("a"));
        scene.Clock.Advance(TimeSpan.FromHours(1));

        await scene.Service.UpdatePeerAsync("a", peer => peer with { FirstSeen = default, LastSeen = DateTimeOffset.MaxValue, LastConnected = scene.Now.AddMinutes(10) });

        var stored = await scene.GetAsync("a");
        (stored.FirstSeen, stored.LastSeen, stored.LastConnected).Should().Be((scene.Now, scene.Now, scene.Now.AddMinutes(10)));
    }

    [Theory, OnEveryStore]
    public async Task UpdatePeer_NullsEverywhere_AreSetExactly(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("a") with
        {
            PublicKey = "key",
            SharedSecret = "secret",
            LastKnownIP = "192.0.2.1",
            BlacklistUntil = scene.Now,
            ReconnectionAttempts = 3,
            ConnectionQuality = new() { TotalConnections = 9, SuccessfulConnections = 9, Latency = TimeSpan.Zero },
        });

        await scene.Service.UpdatePeerAsync("a", peer => peer with
        {
            PublicKey = null, SharedSecret = null, LastKnownIP = null, BlacklistUntil = null, LastConnected = null, ReconnectionAttempts = 0,
            ConnectionQuality = new() { LastMeasured = peer.ConnectionQuality.LastMeasured },
        });
        await scene.RestartAsync();

        (await scene.GetAsync("a")).Should().BeEquivalentTo(new PeerData
        {
            PeerId = "a", FirstSeen = scene.Now, LastSeen = scene.Now, ConnectionQuality = new() { LastMeasured = scene.Now },
        });
    }

    [Theory, OnEveryStore]
    public async Task UpdatePeer_FunctionThrowsCancellation_PassesThroughAndChangesNothing(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("a"));
        var before = await scene.DumpAsync();
        var thrown = new OperationCanceledException("the function's own");

        var update = () => scene.Service.UpdatePeerAsync("a", _ => throw thrown);

        (await update.Should().ThrowAsync<OperationCanceledException>()).Which.Should().BeSameAs(thrown);
        (await scene.DumpAsync()).Should().Equal(before);
    }

    [Theory, OnEveryStore]
    public async Task StorePeers_EnumerationThrowsOrHoldsNull_StoresNone(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);

        await FluentActions.Awaiting(() => scene.Service.StorePeersAsync(Broken())).Should().ThrowAsync<TimeZoneNotFoundException>();
        (await FluentActions.Awaiting(() => scene.Service.StorePeersAsync([scene.Friend("a"), null!])).Should().ThrowAsync<ArgumentException>())
            .WithParameterName("peers");

        (await scene.Service.GetAllPeerIdsAsync()).Should().BeEmpty();

        IEnumerable<PeerData> Broken()
        {
            yield return scene.Friend("a");
            throw new TimeZoneNotFoundException();
        }
    }

    [Theory, OnEveryStore]
    public async Task UnknownFields_WholeRecordReplaced_Survive(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        const string Record = "{\"peerId\":\"a\",\"theApps\":{\"own\":1},\"connectionQuality\":{\"jitter\":4}}";
        await scene.Store.SetTextAsync("mesh:peer:a", Record);

        await scene.Service.UpdatePeerAsync("a", _ => new() { PeerId = "a", DisplayName = "A" });
        await scene.Service.ReplaceConnectionQualityAsync("a", new ConnectionQuality { SuccessRate = 1 });

        (await scene.Store.TextAsync("mesh:peer:a")).Should()
            .Contain("\"theApps\":{\"own\":1}").And.Contain("\"jitter\":4").And.Contain("\"displayName\":\"A\"");
    }
}
