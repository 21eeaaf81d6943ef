namespace PeerPersistence.Tests.Retention;

public sealed class CleanupPolicyTests
{
    private const long Megabyte = 1024 * 1024;

    private static readonly DateTimeOffset Now = new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(6, "")]
    [InlineData(5, "stranger")]
    [InlineData(3, "stranger, f9, f3")]
    [InlineData(0, "stranger, f9, f3, f2, f1")]
    public void Stale_MoreThanThePlaces_TakesTheLowestRanks(int maxPeers, string going)
    {
        PeerSummary[] peers = [Peer("f1", 1), Peer("f9", 9), Peer("pinned", 20, pinned: true), Peer("f3", 3), Peer("f2", 2), Peer("stranger", 0, connected: false)];

        Stale(peers, maxPeers, megabytes: 100).Should().BeEquivalentTo(going.Split(", ", StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Stale_NotSeenForLong_MakeTheRoomThatOthersNeedNot()
    {
        PeerSummary[] peers = [Peer("f9", 9), Peer("gone", 31), Peer("f8", 8)];

        Stale(peers, maxPeers: 2, megabytes: 100).Should().Equal("gone");
        Stale(peers, maxPeers: 100, megabytes: 2).Should().Equal("gone");
    }

    [Theory]
    [InlineData(6, "")]
    [InlineData(5, "f20")]
    [InlineData(3, "f20, f15, f9")]
    [InlineData(1, "f20, f15, f9")]
    public void Stale_AboveTheSizeTarget_TakesTheInactiveByRankUntilItIsReached(int megabytes, string going)
    {
        PeerSummary[] peers = [Peer("f9", 9), Peer("f20", 20), Peer("pinned", 20, pinned: true), Peer("f1", 1), Peer("f7", 7), Peer("f15", 15)];

        Stale(peers, maxPeers: 100, megabytes).Should().BeEquivalentTo(going.Split(", ", StringSplitOptions.RemoveEmptyEntries), "seven days ago is within seven days");
    }

    [Fact]
    public void LeastRecentlySeen_SeenAtTheSameInstant_GoById() =>
        CleanupPolicy.LeastRecentlySeen([Peer("b", 1), Peer("a", 1), Peer("c", 1)], keep: 2).Should().Equal("c");

    [Fact]
    public void Strangers_NoRoom_TheLowestRanksOfAFifthGo()
    {
        var friends = Enumerable.Range(0, 6).Select(i => Peer($"friend-{i}", 25));
        PeerSummary[] peers = [Peer("s1", 1, connected: false), Peer("s3", 3, connected: false), Peer("pinned", 9, connected: false, pinned: true), Peer("s2", 2, connected: false), .. friends];

        CleanupPolicy.Strangers(peers, Now).Should().Equal("s3", "s2");
        CleanupPolicy.Strangers([Peer("s1", 1, connected: false)], Now).Should().Equal("s1");
    }

    /// <summary>Every peer takes a megabyte.</summary>
    private static IReadOnlyCollection<string> Stale(PeerSummary[] peers, int maxPeers, double megabytes) => CleanupPolicy.Stale(
        peers, peers.Length - maxPeers, (peers.Length - megabytes) * Megabyte, _ => Megabyte, new(), Now);

    private static PeerSummary Peer(string peerId, int daysAgo, bool connected = true, bool pinned = false) => new()
    {
        PeerId = peerId,
        FirstSeen = Now.AddDays(-60),
        LastSeen = Now.AddDays(-daysAgo),
        SuccessfulConnections = connected ? 1 : 0,
        IsPinned = pinned,
    };
}
