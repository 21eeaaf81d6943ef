namespace PeerPersistence.Tests;

public class CandidateSelectionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_AtTheBoundsOfTheQuery_IsIn()
    {
        PeerSummary[] peers = [Peer("at the bounds", 24, 50), Peer("too old", 25, 50), Peer("too bad", 24, 49)];

        var selection = Select(peers, new() { MaxAge = TimeSpan.FromHours(24), MinQuality = 50, MinProbability = 0.5 });

        Ids(selection.Ranked(9)).Should().Equal("at the bounds");
        selection.PassedOver.Should().Be(new PassedOver { TooOld = 1, BelowQuality = 1 });
        Select(peers, new() { MinProbability = 0.51 }).PassedOver.Should().Be(new PassedOver { BelowProbability = 3 });
    }

    [Fact]
    public void Ranked_FewWanted_TheOthersFollow()
    {
        var selection = Select([Peer("c", 1, 0), Peer("a", 1, 0), Peer("b", 1, 0)], new());

        Ids(selection.Ranked(1)).Should().Equal(new[] { "a", "b", "c" }, "one of those wanted may be gone when it is read");
    }

    [Fact]
    public void Check_EndsOfEachRange_AreAllowed()
    {
        CandidateSelection.Check(new() { Limit = 0, MaxAge = TimeSpan.Zero, MinProbability = 0, Diversity = 0, Exploration = 0 });
        CandidateSelection.Check(new() { MaxAge = TimeSpan.MaxValue, MinProbability = 1, Diversity = 1, Exploration = 1 });
    }

    [Fact]
    public void Total_EveryReason_IsCounted() =>
        new PassedOver { Excluded = 1, Blacklisted = 2, TooOld = 4, BelowQuality = 8, BelowProbability = 16, BeyondLimit = 32, Damaged = 64 }.Total.Should().Be(127);

    private static CandidateSelection Select(PeerSummary[] peers, ReconnectionQuery query)
    {
        var ranker = new Moq.Mock<IReconnectionRanker>();
        ranker.Setup(r => r.Rank(Moq.It.IsAny<PeerSummary>(), Now)).Returns(0.5);
        return CandidateSelection.Of(peers, query, ranker.Object, Now);
    }

    private static PeerSummary Peer(string peerId, int hoursAgo, int quality) =>
        new() { PeerId = peerId, FirstSeen = Now.AddDays(-9), LastSeen = Now.AddHours(-hoursAgo), Quality = quality };

    private static IEnumerable<string> Ids(IEnumerable<RankedPeer> peers) => peers.Select(entry => entry.Peer.PeerId);
}
