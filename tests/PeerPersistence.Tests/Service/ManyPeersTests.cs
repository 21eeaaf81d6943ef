namespace PeerPersistence.Tests.Service;

/// <summary>Several peers at once, by id.</summary>
public sealed class ManyPeersTests : IAsyncDisposable
{
    private readonly Setup _setup = new(options => options.MaxPeers = 500);

    private IPeers Peers => _setup.Service;

    private IPeerQueries Queries => _setup.Service;

    [Fact]
    public async Task GetPeers_SomeUnknownOneTwice_AreThoseThereInTheOrderGiven()
    {
        await Peers.StorePeersAsync(["a", "b", "c"], _setup);

        (await Peers.GetPeersAsync(new[] { "c", "nobody", "a", "c" }.Select(id => id))).Select(peer => peer.PeerId).Should().Equal("c", "a");
    }

    [Fact]
    public async Task RemovePeers_SomeUnknown_TellsHowManyThereWere()
    {
        await Peers.StorePeersAsync(["a", "b", "c"], _setup);

        (await Peers.RemovePeersAsync(["a", "nobody", "c", "a"])).Should().Be(2);

        (await Queries.GetAllPeerIdsAsync()).Should().Equal("b");
    }

    [Fact]
    public async Task CountAndContains_FollowTheStore()
    {
        (await Queries.CountAsync()).Should().Be(0);
        await Peers.StorePeersAsync(["a", "b"], _setup);

        (await Queries.CountAsync()).Should().Be(2);
        (await Peers.ContainsAsync("a")).Should().BeTrue();
        (await Peers.ContainsAsync("nobody")).Should().BeFalse();
    }

    [Fact]
    public async Task Enumerate_MoreThanAreReadAtOnce_AreAllInOrderWithoutWhoWentMeanwhile()
    {
        var ids = Enumerable.Range(0, 150).Select(number => $"p{number:000}").ToList();
        await Peers.StorePeersAsync(ids, _setup);

        List<string> read = [];
        await foreach (var peer in Queries.EnumeratePeersAsync())
        {
            read.Add(peer.PeerId);
            if (read.Count == 1)
                await Peers.RemovePeerAsync("p149");
        }

        read.Should().Equal(ids.SkipLast(1));
    }

    [Fact]
    public async Task Several_ANullOrEmptyId_AreRefused()
    {
        await FluentActions.Awaiting(() => Peers.GetPeersAsync(["a", ""])).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => Peers.RemovePeersAsync(["a", null!])).Should().ThrowAsync<ArgumentException>();
        await FluentActions.Awaiting(() => Peers.GetPeersAsync(null!)).Should().ThrowAsync<ArgumentNullException>();
    }

    public ValueTask DisposeAsync() => _setup.DisposeAsync();
}

file static class Stored
{
    public static Task StorePeersAsync(this IPeers peers, IEnumerable<string> peerIds, Setup setup) => peers.StorePeersAsync(peerIds.Select(setup.Friend));
}
