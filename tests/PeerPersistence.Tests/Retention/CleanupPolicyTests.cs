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
    [InlineData(5, "s15")]
    [InlineData(4, "s15, s20")]
    [InlineData(1, "s15, s20, s9")]
    public void Stale_AboveTheSizeTarget_TakesTheLargestInactiveStrangersUntilItIsReached(int megabytes, string going)
    {
        PeerSummary[] peers = [Peer("s9", 9), Peer("s20", 20), Peer("friend", 20, kind: PeerKind.Friend), Peer("s1", 1), Peer("s7", 7), Peer("s15", 15)];

        CleanupPolicy.Stale(peers, 0, (6 - megabytes) * Megabyte, id => id == "s15" ? Megabyte + 1 : Megabyte, true, new(), Now)
            .Should().BeEquivalentTo(going.Split(", ", StringSplitOptions.RemoveEmptyEntries), "seven days ago is within seven days");
    }

    [Fact]
    public void Stale_ThreeFriendsWithLargePictures_CostNoFriend()
    {
        PeerSummary[] peers = [.. Enumerable.Range(0, 43).Select(i => Peer($"f{i}", 9 + i % 20, kind: i % 2 == 0 ? PeerKind.Friend : PeerKind.NewFriend)), Peer("s", 9)];

        CleanupPolicy.Stale(peers, 0, Megabyte, id => id is "f1" or "f2" or "f3" ? 2 * Megabyte : 3000, true, new(), Now).Should().Equal("s");
    }

    [Fact]
    public void Stale_NothingHeardSinceTheOpening_TakesNobodyByAge()
    {
        PeerSummary[] peers = [Peer("s", 400), Peer("given-up", 400, connected: false, attempts: 5)];

        CleanupPolicy.Stale(peers, 0, 0, _ => 0, hasListened: false, new(), Now).Should().Equal("given-up");
        CleanupPolicy.Stale(peers, 0, 0, _ => 0, hasListened: true, new(), Now).Should().BeEquivalentTo("s", "given-up");
        CleanupPolicy.Stale(peers, 0, 0, _ => 0, hasListened: false, new() { OriginalRules = true }, Now).Should().BeEquivalentTo("s", "given-up");
    }

    [Fact]
    public void Stale_FriendNotSeenForYears_GoesOnlyWhenOurOwnTriesWereInVain()
    {
        var month = new VainTries(31, 30, 20_000, 0);
        PeerSummary[] peers =
        [
            Peer("away", 999, kind: PeerKind.Friend), Peer("gone", 40, kind: PeerKind.Friend, vain: month), Peer("new and gone", 40, kind: PeerKind.NewFriend, vain: month),
            Peer("pinned", 999, pinned: true, vain: month), Peer("pending", 40, kind: PeerKind.Friend, vain: new(6, 28, 20_000, 20_002)),
            Peer("answers", 0, kind: PeerKind.Friend, own: new(2, 20_002, 1)), Peer("six days", 40, kind: PeerKind.Friend, vain: new(6, 30, 20_000, 20_001)),
        ];

        Stale(peers, maxPeers: 100, megabytes: 100).Should().BeEquivalentTo("gone", "new and gone", "pending");
        CleanupPolicy.Stale(peers, 0, 0, _ => 0, true, new() { OriginalRules = true }, Now).Should().NotContain("pinned").And.NotContain("answers").And.Contain("away");
    }

    [Fact]
    public void AllPolicies_WhomTheUserBlocked_Stay()
    {
        PeerSummary[] peers = [Peer("blocked", 400, connected: false, blocked: true), Peer("s", 400)];

        CleanupPolicy.Stale(peers, 1, 99 * Megabyte, _ => Megabyte, true, new(), Now).Should().Equal("s");
        CleanupPolicy.LeastRecentlySeen(peers, 0).Should().Equal("s");
        CleanupPolicy.Strangers([peers[0]], Now).Should().BeEmpty();
    }

    [Fact]
    public void LeastRecentlySeen_StrangersSeenAMomentAgo_GoBeforeFriends() =>
        CleanupPolicy.LeastRecentlySeen([Peer("f20", 20, kind: PeerKind.Friend), Peer("s0", 0), Peer("f30", 30, kind: PeerKind.NewFriend), Peer("s1", 1)], keep: 1).Should().Equal("f30", "s0", "s1");

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
        peers, peers.Length - maxPeers, (peers.Length - megabytes) * Megabyte, _ => Megabyte, hasListened: true, new(), Now);

    private static PeerSummary Peer(
        string peerId, int daysAgo, bool connected = true, bool pinned = false, bool blocked = false, int attempts = 0, PeerKind kind = PeerKind.Stranger,
        VainTries vain = default, DayCount own = default) => new()
        {
            PeerId = peerId,
            FirstSeen = Now.AddDays(-60),
            LastSeen = Now.AddDays(-daysAgo),
            SuccessfulConnections = connected ? 1 : 0,
            ReconnectionAttempts = attempts,
            IsPinned = pinned,
            IsBlocked = blocked,
            BlacklistUntil = blocked ? DateTimeOffset.MaxValue : null,
            Kind = kind,
            Vain = vain,
            OwnDays = own,
        };
}
