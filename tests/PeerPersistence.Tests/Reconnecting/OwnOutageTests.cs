namespace PeerPersistence.Tests;

public class OwnOutageTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly ReconnectionCandidate Strangers = Failed("stranger", 99, minutesAgo: 1, friend: false);

    [Fact]
    public void IsProvenBy_TwoCertainFriendsOneOfWhomWorkedAMomentAgo_IsProven() =>
        Proven(Failed("a", 91, 10), Failed("b", 91, 500)).Should().BeTrue();

    [Fact]
    public void IsProvenBy_ACertainFriendAndAnUncertainOneThatWorkedAMomentAgo_IsProven() =>
        Proven(Failed("a", 91, 500), Failed("b", 20, 3)).Should().BeTrue();

    [Fact]
    public void IsProvenBy_AnythingLess_IsNot()
    {
        Proven().Should().BeFalse();
        Proven(Failed("a", 99, 1)).Should().BeFalse("one alone may have gone");
        Proven(Failed("a", 99, 11), Failed("b", 99, 11)).Should().BeFalse("nothing worked a moment ago");
        Proven(Failed("a", 90, 1), Failed("b", 90, 1)).Should().BeFalse("nobody is certain");
        Proven(Strangers, Strangers with { Peer = Strangers.Peer with { PeerId = "another" } }).Should().BeFalse("strangers excuse nobody");
        Proven(Strangers, Failed("a", 99, 11)).Should().BeFalse();
    }

    private static bool Proven(params ReconnectionCandidate[] failed) => OwnOutage.IsProvenBy(failed, Now);

    private static ReconnectionCandidate Failed(string peerId, double score, int minutesAgo, bool friend = true) => new()
    {
        Peer = PeerData.Create(peerId, Now) with { LastConnected = Now.AddMinutes(-minutesAgo), IsPinned = friend, IsFriend = friend },
        Score = score,
    };
}
