namespace PeerPersistence.Tests;

public class EvidenceOrderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Merge_LikelyClaims_AreTwoOfTenAndNoneOfTheFirstFiveWhileOthersAreLeft()
    {
        var proven = Enumerable.Range(0, 14).Select(i => Peer($"proven-{i:00}", 0.5 - (0.01 * i))).ToList();
        var claimed = Enumerable.Range(0, 6).Select(i => Peer($"claim-{i}", 0.9 - (0.01 * i))).ToList();

        Ids(EvidenceOrder.Merge(proven, claimed)).Should().Equal(
            "proven-00", "proven-01", "proven-02", "proven-03", "proven-04", "claim-0", "claim-1", "proven-05", "proven-06", "proven-07",
            "proven-08", "proven-09", "proven-10", "proven-11", "proven-12", "claim-2", "claim-3", "proven-13", "claim-4", "claim-5");
    }

    [Fact]
    public void Merge_UnlikelyClaims_ComeLater() =>
        Ids(EvidenceOrder.Merge([.. Enumerable.Range(0, 7).Select(i => Peer($"proven-{i}", 0.5))], [Peer("claim", 0.5)]))
            .Last().Should().Be("claim", "what was proven leads where both are as likely");

    [Fact]
    public void Merge_NothingProven_KeepsTheOrder()
    {
        RankedPeer[] claimed = [Peer("a", 0.3), Peer("b", 0.2)];
        Ids(EvidenceOrder.Merge([], claimed)).Should().Equal("a", "b");
        Ids(EvidenceOrder.Merge([], [])).Should().BeEmpty();
    }

    [Fact]
    public void WithAnchors_FarBehind_StandAmongTheFirstFive()
    {
        var proven = Enumerable.Range(0, 12)
            .Select(i => Peer($"peer-{i:00}", 0.9 - (0.01 * i), friend: true, connectedHoursAgo: i switch { 11 => 1, 9 => 2, _ => 48 })).ToList();

        Ids(EvidenceOrder.WithAnchors(proven, EvidenceOrder.AnchorsOf(proven))).Should().Equal(
            "peer-00", "peer-01", "peer-02", "peer-09", "peer-11", "peer-03",
            "peer-04", "peer-05", "peer-06", "peer-07", "peer-08", "peer-10");
    }

    [Fact]
    public void AnchorsOf_MoreThanTwoOfOneDay_AreTheLikeliestOfThem()
    {
        RankedPeer[] ranked =
        [
            Peer("of yesterday", 0.9, friend: true, connectedHoursAgo: 20), Peer("last", 0.1, friend: true, connectedHoursAgo: 1),
            Peer("likely", 0.5, friend: true, connectedHoursAgo: 3), Peer("likelier", 0.6, friend: true, connectedHoursAgo: 9),
        ];
        Ids(EvidenceOrder.AnchorsOf(ranked)).Should().Equal("likelier", "likely");
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public void Order_AnyPeers_KeepsWhatIsPromised(int seed)
    {
        var random = new Random(seed);
        var peers = CandidateOrder.Sort(Enumerable.Range(0, random.Next(60)).Select(i => Peer(
            $"peer-{i:00}", random.Next(20) / 20.0, random.Next(2) == 0, random.Next(2) == 0, connectedHoursAgo: random.Next(50)))).ToList();
        var (proven, claimed) = (peers.Where(entry => entry.Peer.IsProven).ToList(), peers.Where(entry => !entry.Peer.IsProven).ToList());
        var anchors = EvidenceOrder.AnchorsOf(peers);

        var order = EvidenceOrder.Merge(EvidenceOrder.WithAnchors(proven, anchors), claimed).ToList();

        order.Should().BeEquivalentTo(peers, "nobody is dropped, seed {0}", seed);
        order.Take(5).Should().Contain(anchors, "seed {0}", seed);
        order.Take(10).Count(entry => !entry.Peer.IsProven).Should().BeLessThanOrEqualTo(Math.Max(2, 10 - proven.Count), "seed {0}", seed);
        Ids(order.Where(entry => !entry.Peer.IsProven)).Should().Equal(Ids(claimed), "seed {0}", seed);
        Ids(order.Where(entry => entry.Peer.IsProven && !anchors.Contains(entry)))
            .Should().Equal(Ids(proven.Except(anchors)), "seed {0}", seed);
    }

    [Fact]
    public void AnchorsOf_InboundStrangersAndPinnedOnesNeverMet_AreNone()
    {
        RankedPeer[] ranked =
        [
            Peer("inbound", 0.9, proven: false, connectedHoursAgo: 0),
            Peer("met once", 0.8, connectedHoursAgo: 1), Peer("never met", 0.7, friend: true, connectedHoursAgo: null),
            Peer("friend", 0.1, friend: true, connectedHoursAgo: 900),
        ];
        Ids(EvidenceOrder.AnchorsOf(ranked)).Should().Equal("friend");
    }

    private static RankedPeer Peer(
        string peerId, double probability, bool? proven = null, bool friend = false, int? connectedHoursAgo = 5) => new(
        new()
        {
            PeerId = peerId,
            FirstSeen = Now.AddDays(-90),
            LastSeen = Now,
            LastConnected = connectedHoursAgo is { } hours ? Now.AddHours(-hours) : null,
            OwnDays = connectedHoursAgo is { } since && !IsClaim(peerId, proven) ? new DayCount().With(UtcDay.Of(Now.AddHours(-since))) : default,
            OwnSuccesses = IsClaim(peerId, proven) ? 0 : 3,
            Kind = friend ? PeerKind.Friend : PeerKind.Stranger,
        },
        probability);

    private static bool IsClaim(string peerId, bool? proven) => !(proven ?? !peerId.StartsWith("claim", StringComparison.Ordinal));

    private static IEnumerable<string> Ids(IEnumerable<RankedPeer> peers) => peers.Select(entry => entry.Peer.PeerId);
}
