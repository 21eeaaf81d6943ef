namespace PeerPersistence.Tests.Service;

public sealed class CapacityTests
{
    [Fact]
    public async Task StorePeer_Full_EvictsTheLeastRecentlySeen()
    {
        await using var setup = await FullAsync(3);

        await setup.Service.StorePeerAsync(setup.Friend("new"));

        (await setup.Service.GetAllPeerIdsAsync()).Should().Equal("friend-1", "friend-2", "new");
    }

    [Fact]
    public async Task StorePeer_FullOfFriends_AFloodOfStrangersPushesNoneOut()
    {
        await using var setup = await FullAsync(9, maxPeers: 10);

        for (var i = 0; i < 200; i++)
            await setup.Service.StorePeerAsync(setup.Stranger($"stranger-{i}"));

        (await setup.Service.GetAllPeerIdsAsync()).Should().Equal(Enumerable.Range(0, 9).Select(i => $"friend-{i}").Append("stranger-199"));
    }

    [Fact]
    public async Task StorePeer_Full_SparesNewcomersAmongStrangers()
    {
        await using var setup = new Setup(options => options.MaxPeers = 3);
        await setup.Service.StorePeerAsync(setup.Stranger("old"));
        setup.Time.Advance(TimeSpan.FromHours(25));
        await setup.Service.StorePeerAsync(setup.Stranger("newcomer") with { LastSeen = setup.Now.AddHours(-2) });
        await setup.Service.UpdateLastSeenAsync("old");
        await setup.Service.StorePeerAsync(setup.Friend("friend") with { LastSeen = setup.Now.AddDays(-9), FirstSeen = setup.Now.AddDays(-9) });

        await setup.Service.StorePeerAsync(setup.Friend("new"));

        (await setup.Service.GetAllPeerIdsAsync()).Should().Equal("newcomer", "friend", "new");
    }

    [Fact]
    public async Task StorePeer_Full_NeverEvictsThePinned()
    {
        await using var setup = await FullAsync(3);
        await setup.Service.UpdatePeerAsync("friend-0", peer => peer with { IsPinned = true });

        for (var i = 0; i < 20; i++)
            await setup.Service.StorePeerAsync(setup.Friend($"new-{i}"));

        (await setup.Service.GetAllPeerIdsAsync()).Should().HaveCount(3).And.Contain("friend-0").And.Contain("new-19");
    }

    [Fact]
    public async Task StorePeer_FullOfPinned_RefusesANewOneAndUpdatesAKnownOne()
    {
        await using var setup = await FullAsync(2);
        foreach (var peerId in await setup.Service.GetAllPeerIdsAsync())
            await setup.Service.UpdatePeerAsync(peerId, peer => peer with { IsPinned = true });

        var store = async () => await setup.Service.StorePeerAsync(setup.Friend("new"));

        await store.Should().ThrowAsync<StoreFullException>();
        await setup.Service.StorePeerAsync(setup.Friend("friend-0") with { DisplayName = "F" });
        (await setup.Service.GetAllPeerIdsAsync()).Should().Equal("friend-0", "friend-1");
        (await setup.Service.GetPeerAsync("friend-0"))!.DisplayName.Should().Be("F");
    }

    [Fact]
    public async Task StorePeer_MaximumLoweredSince_ComesDownToIt()
    {
        await using var setup = await FullAsync(8);
        setup.Options.MaxPeers = 5;
        await using var smaller = setup.Another();

        await smaller.StorePeerAsync(setup.Friend("new"));

        (await smaller.GetAllPeerIdsAsync()).Should().Equal("friend-4", "friend-5", "friend-6", "friend-7", "new");
    }

    [Fact]
    public async Task StorePeers_MoreThanThereArePlaces_KeepsTheMostValuable()
    {
        await using var setup = await FullAsync(3);

        await setup.Service.StorePeersAsync(Enumerable.Range(0, 5).Select(i => i == 2 ? setup.Stranger("stranger") : setup.Friend($"new-{i}") with { LastSeen = setup.Now.AddHours(i) }));

        (await setup.Service.GetAllPeerIdsAsync()).Should().HaveCount(3).And.NotContain("stranger").And.NotContain("friend-0");
    }

    [Fact]
    public async Task StorePeer_ThousandsAtTheLimit_StaysExactlyThere()
    {
        await using var setup = new Setup(options => options.MaxPeers = 200);
        var random = new Random(7);
        for (var i = 0; i < 1500; i++)
        {
            setup.Time.Advance(TimeSpan.FromMinutes(random.Next(100)));
            await setup.Service.StorePeerAsync(random.Next(3) == 0 ? setup.Friend($"peer-{i}") : setup.Stranger($"peer-{i}"));
            if (random.Next(4) == 0)
                await setup.Service.UpdateLastSeenAsync($"peer-{random.Next(i + 1)}");
        }

        var peers = await setup.Service.QueryPeersAsync();
        peers.Should().HaveCount(200);
        peers.Count(peer => peer.ConnectionQuality.SuccessfulConnections == 0).Should().BeLessThanOrEqualTo(1, "strangers go first");
        (await setup.Service.GetAllPeerIdsAsync()).Should().BeEquivalentTo(peers.Select(peer => peer.PeerId));
    }

    [Fact]
    public async Task StorePeer_StoreWithoutRoom_CleansUpOnceAndTriesAgain()
    {
        var store = new QuotaStore(new InMemoryKeyValueStore());
        await using var setup = new Setup(store: store);
        await setup.Service.StorePeersAsync([setup.Friend("stale"), setup.Friend("friend"), setup.Stranger("stranger")]);
        setup.Time.Advance(TimeSpan.FromDays(31));
        await setup.Service.UpdateLastSeenAsync("friend");
        await setup.Service.UpdateLastSeenAsync("stranger");
        store.MaxKeys = await store.CountAsync();

        await setup.Service.StorePeerAsync(setup.Friend("new"));
        (await setup.Service.GetAllPeerIdsAsync()).Should().Equal("friend", "stranger", "new");

        await setup.Service.StorePeerAsync(setup.Friend("newer"));
        (await setup.Service.GetAllPeerIdsAsync()).Should().Equal(new[] { "friend", "new", "newer" }, "where nobody is stale a stranger goes");

        var store4 = async () => await setup.Service.StorePeerAsync(setup.Friend("newest"));
        await store4.Should().ThrowAsync<StoreFullException>("no friend goes because a disk is full");
        (await setup.Service.GetAllPeerIdsAsync()).Should().Equal("friend", "new", "newer");
    }

    private static async Task<Setup> FullAsync(int friends, int? maxPeers = null)
    {
        var setup = new Setup(options => options.MaxPeers = maxPeers ?? friends);
        for (var i = 0; i < friends; i++)
        {
            await setup.Service.StorePeerAsync(setup.Friend($"friend-{i}"));
            setup.Time.Advance(TimeSpan.FromHours(30));
        }

        return setup;
    }

    /// <summary>A store that holds so many keys and no more.</summary>
    private sealed class QuotaStore(InMemoryKeyValueStore inner) : DelegatingKeyValueStore(inner)
    {
        public int MaxKeys { get; set; } = int.MaxValue;

        public async Task<int> CountAsync() => (await Inner.DumpAsync()).Count;

        public override async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
        {
            var keys = (await Inner.DumpAsync()).Keys.ToHashSet();
            keys.UnionWith(batch.Changes.Where(change => change.Value is not null).Select(change => change.Key));
            keys.ExceptWith(batch.Changes.Where(change => change.Value is null).Select(change => change.Key));
            return keys.Count > MaxKeys ? throw new StoreFullException("The quota is used up.") : await base.CommitAsync(batch, cancellationToken);
        }
    }
}
