namespace PeerPersistence.Tests;

public class PeerSummaryTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_NeverConnectedNorBlacklisted_SaysSo()
    {
        var summary = PeerSummaries.Of(new() { Peer = new() { PeerId = "a", FirstSeen = Now, LastSeen = Now } });

        (summary.LastConnected, summary.BlacklistUntil).Should().Be((null, null));
    }

    [Fact]
    public void Of_Instants_ComeOutAsTheyWentIn()
    {
        var peer = new PeerData { PeerId = "a", FirstSeen = Now.AddDays(-2), LastSeen = Now, LastConnected = Now.AddTicks(-1), BlacklistUntil = Now.AddDays(1) };

        var summary = PeerSummaries.Of(new() { Peer = peer });

        (summary.FirstSeen, summary.LastSeen, summary.LastConnected, summary.BlacklistUntil)
            .Should().Be((peer.FirstSeen, peer.LastSeen, peer.LastConnected, peer.BlacklistUntil));
    }
}
