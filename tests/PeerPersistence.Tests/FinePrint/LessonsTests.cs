using System.Text.Json;

namespace PeerPersistence.Tests.FinePrint;

/// <summary>What hurt the users of other peer stores, and happens here to nobody.</summary>
public sealed class LessonsTests
{
    [Theory, OnEveryStore]
    public async Task Concurrency_StoresAndIncrementsAtOnce_AllLand(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await using var other = scene.Another();
        await scene.Service.StorePeerAsync(scene.Friend("counted"));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            var service = i % 2 == 0 ? scene.Service : other;
            await service.StorePeerAsync(scene.Friend($"peer-{i:00}") with { SharedSecret = $"secret {i}" });
            await service.IncrementReconnectionAttemptsAsync("counted");
        })));
        await scene.RestartAsync();

        (await scene.Service.GetAllPeerIdsAsync()).Order(StringComparer.Ordinal).Should().Equal(Enumerable.Range(0, 50).Select(i => $"peer-{i:00}").Prepend("counted"));
        (await scene.GetAsync("counted")).ReconnectionAttempts.Should().Be(50);
        for (var i = 0; i < 50; i++)
            (await scene.GetAsync($"peer-{i:00}")).SharedSecret.Should().Be($"secret {i}");
    }

    [Theory, OnEveryStore]
    public async Task Index_CorruptOrMissingOrHauntedByGhosts_MendsItself(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Friend("a"), scene.Friend("b")]);
        foreach (var index in new[] { "[", "[]", "null", "7", "[\"ghost\",\"b\",\"b\",17]", "[\"a\",\"a\"]" })
        {
            await scene.Service.DisposeAsync();
            await scene.Store.SetTextAsync("mesh:peers:index", index);
            await scene.RestartAsync();

            (await scene.Service.GetAllPeerIdsAsync()).Should().BeEquivalentTo("a", "b");
            JsonDocument.Parse((await scene.Store.TextAsync("mesh:peers:index"))!).RootElement.EnumerateArray().Select(id => id.GetString())
                .Should().Equal(await scene.Service.GetAllPeerIdsAsync());
        }
    }

    [Theory, OnEveryStore]
    public async Task MissingFields_AreUnknown_NeitherZeroNorPerfect(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Store.SetTextAsync("mesh:peer:bare", "{\"peerId\":\"bare\"}");
        await scene.Store.SetTextAsync("mesh:peer:nulls", """
            {"peerId":"nulls","userId":null,"displayName":null,"firstSeen":null,"lastSeen":null,"lastConnected":null,"publicKey":null,"lastKnownIP":null,"iceServers":null,
            "cachedCandidates":null,"connectionQuality":null,"reconnectionAttempts":null,"blacklistUntil":null,"metadata":null,"dataVersion":null}
            """);
        foreach (var id in new[] { "bare", "nulls" })
        {
            var peer = await scene.GetAsync(id);
            (peer.UserId, peer.DisplayName, peer.ConnectionQuality.SuccessRate, peer.ReconnectionAttempts, peer.LastSeen).Should().Be((id, "Unknown", 0.5, 0, DateTimeOffset.UnixEpoch));
            PeerScore.Reconnection(peer, scene.Now).Should().Be(16);
            (await scene.Service.RecordFailedAttemptAsync(id)).Should().BeTrue();
            (await scene.Service.UpdateConnectionQualityAsync(id, new QualityMeasurement { Success = false })).Should().BeTrue();
            (await scene.GetAsync(id)).ConnectionQuality.SuccessRate.Should().Be(0);
        }

        (await scene.Service.GetReconnectionCandidatesAsync()).Should().OnlyContain(candidate => candidate.Score >= 0 && candidate.Score <= 100);
        (await scene.Service.CleanupStalePeersAsync()).Should().Be(0, "they were measured just now");
    }

    [Theory, OnEveryStore]
    public async Task MissingLastSeen_IsTheOldestAndExpires(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Store.SetTextAsync("mesh:peer:bare", "{\"peerId\":\"bare\"}");
        await scene.Service.StorePeerAsync(scene.Friend("a") with { LastSeen = scene.Now.AddDays(-29) });

        (await scene.Service.QueryPeersAsync()).Select(peer => peer.PeerId).Should().Equal("a", "bare");
        (await scene.Service.CleanupStalePeersAsync()).Should().Be(1);
        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("a");
    }

    [Theory, OnEveryStore]
    public async Task NewerSchema_IsRefusedUntouched(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeerAsync(scene.Friend("a"));
        await scene.Service.DisposeAsync();
        await scene.Store.SetTextAsync("mesh:schema:version", "1.1.0");
        var before = await scene.DumpAsync();
        await scene.RestartAsync();

        foreach (var call in EveryCall.Names.Except(["flush"]))
            await FluentActions.Awaiting(() => EveryCall.RunAsync(call, scene.Service)).Should().ThrowAsync<UnsupportedSchemaVersionException>();

        (await scene.DumpAsync()).Should().Equal(before);
    }

    [Theory, OnEveryStore]
    public async Task FriendOfflineOverAWeekend_IsNeitherBlacklistedNorDeleted(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Friend("friend") with { SharedSecret = "s" }, scene.Stranger("stranger")]);
        for (var hour = 0; hour < 60; hour++)
        {
            scene.Clock.Advance(TimeSpan.FromHours(1));
            await scene.Service.RecordFailedAttemptAsync("friend");
            if (hour < 5)
                await scene.Service.RecordFailedAttemptAsync("stranger");
            await scene.Service.CleanupStalePeersAsync();
        }

        var friend = await scene.GetAsync("friend");
        (friend.SharedSecret, friend.BlacklistUntil, friend.ReconnectionAttempts).Should().Be(("s", null, 60));
        (await scene.Service.GetReconnectionCandidatesAsync()).Select(candidate => candidate.Peer.PeerId).Should().Equal("friend");
        (await scene.Service.GetPeerAsync("stranger")).Should().BeNull("its blacklisting is over and it never answered");
    }

    [Theory, OnEveryStore]
    public async Task Cleanup_Counts_AreWhatHappened(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync(Enumerable.Range(0, 9).Select(i => scene.Friend($"peer-{i}") with { BlacklistUntil = i < 4 ? scene.Now.AddHours(i - 2) : null, IsPinned = i == 8, LastSeen = scene.Now.AddDays(-10 * i) }));

        var before = (await scene.Service.GetAllPeerIdsAsync()).Count;
        (await scene.Service.ClearExpiredBlacklistsAsync()).Should().Be(2);
        var stale = await scene.Service.CleanupStalePeersAsync();
        var lru = await scene.Service.CleanupLruAsync(2);

        (stale, lru).Should().Be((4, 3));
        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("peer-0", "peer-8").And.HaveCount(before - stale - lru);
    }
}
