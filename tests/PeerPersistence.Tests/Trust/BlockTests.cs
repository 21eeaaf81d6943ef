using PeerPersistence.Tests.FinePrint;

namespace PeerPersistence.Tests.Trust;

/// <summary>Whom the user blocked is never offered, takes no place and is never forgotten, until the user lifts it.</summary>
public sealed class BlockTests
{
    [Theory, OnEveryStore]
    public async Task Blocked_TakesNoPlace(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 3);
        for (var i = 0; i < 5; i++)
        {
            await scene.Service.StorePeerAsync(scene.Stranger($"blocked-{i}"));
            await scene.Service.BlockAsync($"blocked-{i}");
        }

        await scene.Service.StorePeersAsync([scene.Friend("a"), scene.Friend("b"), scene.Friend("c")]);
        (await scene.Service.GetAllPeerIdsAsync()).Should().HaveCount(8);
        await scene.Service.StorePeerAsync(scene.Friend("d"));
        (await scene.Service.GetAllPeerIdsAsync()).Should().HaveCount(8).And.Contain(Enumerable.Range(0, 5).Select(i => $"blocked-{i}"));
    }

    [Theory, OnEveryStore]
    public async Task Blocked_ByAnyUpkeep_Stays(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => (options.MaxPeers, options.MaxStorageMB) = (2, 0.0001));
        await scene.Service.StorePeersAsync([scene.Stranger("blocked"), scene.Stranger("chosen") with { BlacklistUntil = scene.Now.AddYears(1) }]);
        for (var i = 0; i < 9; i++)
            await scene.Service.RecordFailedAttemptAsync("blocked");
        await scene.Service.BlockAsync("blocked");
        scene.Clock.Advance(TimeSpan.FromDays(100));
        await scene.RestartAsync();
        await scene.Service.StorePeersAsync(Enumerable.Range(0, 2).Select(i => scene.Friend($"friend-{i}") with { IsPinned = true }));

        await scene.Service.CleanupStalePeersAsync();
        await scene.Service.MaintainAsync();

        (await scene.Service.GetAllPeerIdsAsync()).Should().Contain("blocked").And.Contain("chosen");
        await scene.Service.CleanupLruAsync(0);
        (await scene.Service.GetAllPeerIdsAsync()).Should().Contain("blocked").And.NotContain("chosen", "a cleanup by name takes whoever is not blocked for good");
    }

    [Theory, OnEveryStore]
    public async Task Blocked_WhateverHappens_IsNeverOffered(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync([scene.Friend("blocked"), scene.Friend("chosen") with { BlacklistUntil = scene.Now.AddDays(30) }, scene.Friend("a")]);
        await scene.Service.BlockAsync("blocked");
        foreach (var peerId in new[] { "blocked", "chosen" })
        {
            await scene.Service.RecordConnectedAsync(peerId);
            await scene.Service.RecordConnectedAsync(peerId, inbound: true);
            await scene.Service.UpdateConnectionQualityAsync(peerId, new() { Latency = TimeSpan.FromMilliseconds(1) });
            await scene.Service.StorePeerAsync(scene.Friend(peerId) with { BlacklistUntil = scene.Now.AddMinutes(1) });
            await scene.Service.UpdatePeerAsync(peerId, peer => peer with { DisplayName = "A" });
            await scene.Service.ImportDataAsync(new() { Peers = [scene.Friend(peerId)] }, new() { OnConflict = ImportConflict.Replace });
            await scene.Service.SetPinnedAsync(peerId, pinned: true);
        }

        await scene.Service.MaintainAsync();
        scene.Clock.Advance(TimeSpan.FromDays(29));
        await scene.RestartAsync();
        await Offered("a");

        scene.Clock.Advance(TimeSpan.FromDays(2));
        await scene.Service.ClearExpiredBlacklistsAsync();
        await Offered("a", "chosen");
        (await scene.Service.UnblockAsync("blocked")).Should().BeTrue();
        await Offered("a", "blocked", "chosen");

        async Task Offered(params string[] expected) =>
            (await scene.Service.GetReconnectionCandidatesAsync()).Select(candidate => candidate.Peer.PeerId).Should().BeEquivalentTo(expected);
    }

    [Fact]
    public async Task Store_AsItWasRead_BlocksNobody()
    {
        await using var scene = await Scene.OpenAsync(StoreKind.Memory);
        await scene.Service.StorePeerAsync(scene.Stranger("a"));
        for (var i = 0; i < 5; i++)
            await scene.Service.RecordFailedAttemptAsync("a");

        await scene.Service.StorePeerAsync(await scene.GetAsync("a"));
        await scene.Service.UpdatePeerAsync("a", peer => peer with { DisplayName = "A" });
        await scene.Service.RecordConnectedAsync("a");

        (await scene.GetAsync("a")).BlacklistUntil.Should().BeNull("failures blacklisted it, and they are over");
    }
}
