namespace PeerPersistence.Tests;

public class PresenceRankerTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rank_AnyPeer_IsTheModelsProbability()
    {
        var peer = PeerData.Create("a", Now.AddDays(-5));
        var state = PresenceModel.Seen(null, PresenceFacts.Of(peer), Now.AddHours(-1));
        peer = peer with { LastSeen = Now.AddHours(-1) };
        var summary = Summary(peer, state);

        new PresenceRanker().Rank(summary, Now).Should()
            .Be(PresenceModel.Estimate(state, PresenceFacts.Of(peer), Now).Probability).And.BeInRange(0.1, 0.9);
    }

    [Fact]
    public void Rank_OriginalScore_IsItsHundredth()
    {
        var peer = PeerData.Create("a", Now.AddDays(-2)) with { ReconnectionAttempts = 1 };
        new OriginalScoreRanker().Rank(Summary(peer, null), Now).Should().Be(PeerScore.Reconnection(peer, Now) / 100);
    }

    private static PeerSummary Summary(PeerData peer, PresenceState? presence) =>
        PeerSummaries.Of(new() { Peer = peer, Presence = presence?.ToBase64() });
}
