namespace PeerPersistence.Tests.FinePrint;

public sealed class CapacityTests
{
    [Theory, OnEveryStore]
    public async Task StorePeer_AnySequence_NeverExceedsTheMaximumNorTakesThePinned(StoreKind kind)
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 6);
        for (var step = 0; step < 150; step++)
        {
            var id = $"peer-{random.Next(14)}";
            var pinned = (await scene.Service.QueryPeersAsync(new() { ExcludeBlacklisted = false })).Where(peer => peer.IsPinned).Select(peer => peer.PeerId).ToList();
            var peer = (random.Next(2) == 0 ? scene.Friend(id) : scene.Stranger(id)) with { IsPinned = pinned.Contains(id) || random.Next(12) == 0 };
            try
            {
                switch (random.Next(5))
                {
                    case 0:
                        await scene.Service.StorePeersAsync([peer, scene.Friend("x"), scene.Stranger("y")]);
                        break;
                    case 1:
                        await scene.Service.ImportDataAsync(new() { Peers = [peer, scene.Stranger("z")] });
                        break;
                    case 2 when !pinned.Contains(id):
                        await scene.Service.RemovePeerAsync(id);
                        break;
                    default:
                        await scene.Service.StorePeerAsync(peer);
                        (await scene.Service.GetPeerAsync(id)).Should().NotBeNull("step {0}: the peer being stored goes last", step);
                        break;
                }
            }
            catch (StoreFullException)
            {
                pinned.Should().HaveCount(6, "step {0} of seed {1}", step, Seed);
            }

            scene.Clock.Advance(TimeSpan.FromHours(random.Next(30)));
            var ids = await scene.Service.GetAllPeerIdsAsync();
            ids.Count.Should().BeLessThanOrEqualTo(6, "step {0} of seed {1}", step, Seed);
            pinned.Should().BeSubsetOf(ids, "step {0} of seed {1}", step, Seed);
        }
    }

    [Theory, OnEveryStore]
    public async Task StorePeer_MaximumLoweredAndPeerKnown_ComesDownToIt(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        for (var i = 0; i < 8; i++)
        {
            await scene.Service.StorePeerAsync(scene.Friend($"friend-{i}"));
            scene.Clock.Advance(TimeSpan.FromHours(30));
        }

        await using var smaller = scene.Another(new() { MaxPeers = 5 });
        (await smaller.GetAllPeerIdsAsync()).Should().HaveCount(8, "opening forgets nobody");

        await smaller.StorePeerAsync(PeerData.Create("friend-0", scene.Now.AddDays(-20)));

        (await smaller.GetAllPeerIdsAsync()).Should().Equal("friend-0", "friend-4", "friend-5", "friend-6", "friend-7");
    }

    [Theory, OnEveryStore]
    public async Task StorePeer_ByTwoServicesWithTheirOwnMaximum_EachKeepsToItsOwn(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 9);
        await using var smaller = scene.Another(new() { MaxPeers = 4 });
        for (var i = 0; i < 20; i++)
        {
            await scene.Service.StorePeerAsync(scene.Friend($"a-{i}"));
            (await scene.Service.GetAllPeerIdsAsync()).Count.Should().BeLessThanOrEqualTo(9);
            if (i % 4 != 3)
                continue;
            await smaller.StorePeerAsync(scene.Friend($"b-{i}"));
            (await smaller.GetAllPeerIdsAsync()).Should().HaveCount(4);
        }
    }

    [Theory, OnEveryStore]
    public async Task StorePeer_NewcomersGraceIsOver_IsNoLongerSpared(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 4);
        await scene.Service.StorePeersAsync([scene.Stranger("old 1"), scene.Stranger("old 2")]);
        scene.Clock.Advance(TimeSpan.FromHours(25));
        await scene.Service.StorePeersAsync([scene.Stranger("newcomer") with { LastSeen = scene.Now.AddHours(-2) }, scene.Friend("friend")]);
        await scene.Service.ObserveMeshAsync(["old 1", "old 2"]);
        await scene.Service.StorePeerAsync(scene.Friend("friend 2"));
        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("old 2", "newcomer", "friend", "friend 2");
        scene.Clock.Advance(TimeSpan.FromHours(24));

        await scene.Service.StorePeerAsync(scene.Friend("friend 3"));

        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("old 2", "friend", "friend 2", "friend 3");
    }

    [Theory, OnEveryStore]
    public async Task StorePeer_NewPinnedOne_TakesAnyUnpinnedPlaceAndNoPinnedOne(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 2);
        await scene.Service.StorePeersAsync([scene.Friend("a"), scene.Friend("b") with { IsPinned = true }]);
        await scene.Service.StorePeerAsync(scene.Stranger("c") with { IsPinned = true });
        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("b", "c");
        var before = await scene.DumpAsync();
        scene.Clock.Advance(TimeSpan.FromHours(1));

        foreach (var peer in new[] { scene.Friend("d"), scene.Friend("d") with { IsPinned = true } })
        {
            await FluentActions.Awaiting(() => scene.Service.StorePeerAsync(peer)).Should().ThrowAsync<StoreFullException>();
            await FluentActions.Awaiting(() => scene.Service.StorePeersAsync([peer])).Should().ThrowAsync<StoreFullException>();
        }

        (await scene.DumpAsync()).Should().Equal(before);
    }

    [Theory, OnEveryStore]
    public async Task ImportData_MorePinnedThanThereArePlaces_EndsAtTheMaximum(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind, options => options.MaxPeers = 3);
        await scene.Service.StorePeersAsync([scene.Friend("pinned") with { IsPinned = true }, scene.Friend("friend")]);

        var result = await scene.Service.ImportDataAsync(new() { Peers = [.. Enumerable.Range(0, 9).Select(i => scene.Friend($"new-{i}") with { IsPinned = true })] });

        (result.Imported, result.Evicted).Should().Be((2, 8));
        (await scene.Service.GetAllPeerIdsAsync()).Should().HaveCount(3).And.Contain("pinned").And.NotContain("friend");
    }

    [Theory, OnEveryStore]
    public async Task CleanupLru_PinnedAreMoreThanWanted_TakesOnlyTheOthers(StoreKind kind)
    {
        await using var scene = await Scene.OpenAsync(kind);
        await scene.Service.StorePeersAsync(Enumerable.Range(0, 10).Select(i => scene.Friend($"peer-{i}") with { IsPinned = i < 4, LastSeen = scene.Now.AddDays(i - 20) }));

        (await scene.Service.CleanupLruAsync(5)).Should().Be(5);
        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("peer-0", "peer-1", "peer-2", "peer-3", "peer-9");
        (await scene.Service.CleanupLruAsync(2)).Should().Be(1);
        (await scene.Service.CleanupLruAsync(0)).Should().Be(0);
        (await scene.Service.CleanupLruAsync(int.MaxValue)).Should().Be(0);
        (await scene.Service.GetAllPeerIdsAsync()).Should().Equal("peer-0", "peer-1", "peer-2", "peer-3");
    }
}
