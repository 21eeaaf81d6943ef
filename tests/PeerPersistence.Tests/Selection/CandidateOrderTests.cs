namespace PeerPersistence.Tests;

public class CandidateOrderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Diversify_ThreeOfOneNetwork_StandBackBehindThoseNearlyAsGood()
    {
        RankedPeer[] ranked = [Peer("a", 0.90, 1), Peer("b", 0.80, 1), Peer("c", 0.70, 1), Peer("d", 0.65, 2), Peer("e", 0.10)];

        Ids(CandidateOrder.Diversify(ranked, 0)).Should().Equal("a", "b", "c", "d", "e");
        Ids(CandidateOrder.Diversify(ranked, 0.2)).Should().Equal(new[] { "a", "d", "b", "c", "e" }, "0.65 is more than 0.8 × 0.80");
        Ids(CandidateOrder.Diversify(ranked, 0.1)).Should().Equal(new[] { "a", "b", "d", "c", "e" }, "0.72 is more than 0.65, and 0.567 is less");
        Ids(CandidateOrder.Diversify(ranked, 1)).Should().Equal("a", "d", "e", "b", "c");
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Few_AnyCount_IsTheBeginningOfTheWholeOrder(int seed)
    {
        var random = new Random(seed);
        RankedPeer[] peers = [.. Enumerable.Range(0, 400).Select(i => Peer($"p{i:000}", random.Next(9) / 8.0) with { Value = random.Next(9) / 8.0 })];
        random.Shuffle(peers);

        foreach (var count in new[] { 0, 1, 2, 10, 63, 64, 65, 399, 400, 500 })
        {
            var few = CandidateOrder.Few(count);
            Array.ForEach(peers, few.Add);
            few.Items.Should().Equal(CandidateOrder.Sort(peers).Take(count), "count {0}, seed {1}", count, seed);
        }

        CandidateOrder.Few(3).Items.Should().BeEmpty();
    }

    [Fact]
    public void Diversify_NetworksUnknown_ChangesNothing()
    {
        RankedPeer[] ranked = [Peer("a", 0.5), Peer("b", 0.5), Peer("c", 0.4), Peer("d", 0)];
        Ids(CandidateOrder.Diversify(ranked, 1)).Should().Equal("a", "b", "c", "d");
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void Diversify_AnyPeers_IsWhatPickingTheBestThatIsLeftGives(int seed)
    {
        var random = new Random(seed);
        var diversity = random.NextDouble();
        var ranked = AnyPeers(random);
        List<RankedPeer> left = [.. ranked], picked = [];
        while (left.Count > 0)
        {
            var best = left.MaxBy(entry => entry.Probability * Math.Pow(1 - diversity, picked.Count(earlier => earlier.Peer.Network is not null && earlier.Peer.Network == entry.Peer.Network)));
            picked.Add(best!);
            left.Remove(best!);
        }

        Ids(CandidateOrder.Diversify(ranked, diversity)).Should().Equal(Ids(picked), "seed {0}", seed);
    }

    [Fact]
    public void Explore_AFifth_EveryFifthAtTheLatestWasNeverTried()
    {
        var ranked = Enumerable.Range(0, 12).Select(i => Peer($"tried-{i:00}", 0.9 - (i / 100.0)))
            .Append(Peer("new-a", 0.3, tried: false)).Append(Peer("new-b", 0.2, tried: false)).ToArray();

        Ids(CandidateOrder.Explore(ranked, 0)).Should().Equal(Ids(ranked));
        Ids(CandidateOrder.Explore(ranked, 0.2)).Should().Equal(
            "tried-00", "tried-01", "tried-02", "tried-03", "new-a", "tried-04", "tried-05", "tried-06", "tried-07", "new-b",
            "tried-08", "tried-09", "tried-10", "tried-11");
        Ids(CandidateOrder.Explore(ranked, 1)).Take(3).Should().Equal("new-a", "new-b", "tried-00");
    }

    [Fact]
    public void Explore_UntriedAreLikeEnough_ComeNoLater()
    {
        RankedPeer[] ranked = [Peer("new-a", 0.9, tried: false), Peer("new-b", 0.8, tried: false), Peer("x", 0.7), Peer("y", 0.6), Peer("z", 0.5), Peer("new-c", 0.1, tried: false)];
        Ids(CandidateOrder.Explore(ranked, 0.4)).Should().Equal(Ids(ranked), "two of five are enough");
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void Explore_AnyPeers_KeepsTheShareAndBothOrders(int seed)
    {
        var random = new Random(seed);
        var share = random.Next(11) / 10.0;
        var ranked = AnyPeers(random);

        var order = CandidateOrder.Explore(ranked, share);

        order.Should().BeEquivalentTo(ranked, "nobody is dropped, seed {0}", seed);
        foreach (var untried in new[] { true, false })
            Ids(order.Where(entry => entry.Peer.NeverTried == untried)).Should().Equal(Ids(ranked.Where(entry => entry.Peer.NeverTried == untried)), "seed {0}", seed);
        for (var n = 1; n <= order.Count; n++)
        {
            var due = Math.Min((int)Math.Floor((share * n) + 1e-9), ranked.Count(entry => entry.Peer.NeverTried));
            order.Take(n).Count(entry => entry.Peer.NeverTried).Should().BeGreaterThanOrEqualTo(due, "seed {0}, n {1}", seed, n);
        }
    }

    private static RankedPeer[] AnyPeers(Random random) =>
        [.. Enumerable.Range(0, 40)
            .Select(i => Peer($"peer-{i:00}", random.NextDouble(), random.Next(3) == 0 ? null : random.Next(4), random.Next(3) > 0))
            .OrderByDescending(entry => entry.Probability)];

    private static RankedPeer Peer(string peerId, double probability, int? network = null, bool tried = true) => new(
        new()
        {
            PeerId = peerId,
            FirstSeen = Now,
            LastSeen = Now,
            ReconnectionAttempts = tried ? 1 : 0,
            Network = network,
        },
        probability);

    private static IEnumerable<string> Ids(IEnumerable<RankedPeer> peers) => peers.Select(entry => entry.Peer.PeerId);
}
