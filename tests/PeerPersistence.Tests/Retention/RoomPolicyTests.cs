namespace PeerPersistence.Tests.Retention;

public sealed class RoomPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("s", "s1 s2 f1", "s1", "")]
    [InlineData("s", "n1 f1 f2", "", "s")]
    [InlineData("n", "s1 n1 f1", "s1", "")]
    [InlineData("n", "f1 f2 f3", "f1", "")]
    [InlineData("n", "n1 f1 f2", "n1", "")]
    [InlineData("f", "n1 f1 f2", "n1", "")]
    [InlineData("f", "f1 f2 f3", "f1", "")]
    [InlineData("n f", "f1 f2 f3", "f1 f2", "")]
    [InlineData("n1 n2", "f1 f2 f3", "f1", "n2")]
    [InlineData("s n", "f1 f2 f3", "f1", "s")]
    [InlineData("s n f", "s1 f1 f2", "s1 f1", "s")]
    [InlineData("s", "", "", "s")]
    [InlineData("f", "", "", "f")]
    public void ForUser_AllPlacesTaken_TheLeastGiveWay(string arrivals, string stored, string going, string refused)
    {
        var room = RoomPolicy.ForUser(Peers(arrivals), Peers(stored), Peers(arrivals).Count, places: 3, Now);

        room.Going.Should().BeEquivalentTo(Split(going));
        room.Refused.Should().BeEquivalentTo(Split(refused));
    }

    [Fact]
    public void ForUser_ManyNewFriends_TakeOnePlaceInTwentyFromFriends()
    {
        var stored = Peers(string.Join(' ', Enumerable.Range(0, 100).Select(i => $"f{i:00}"))).ToList();
        for (var i = 0; i < 300; i++)
        {
            var arrival = Peer($"n{i}");
            var room = RoomPolicy.ForUser([arrival], [.. stored.OrderBy(peer => EvictionRank.Of(peer, Now))], 1, 100, Now);
            room.Refused.Should().BeEmpty();
            stored.RemoveAll(peer => room.Going.Contains(peer.PeerId));
            stored.Add(arrival);
        }

        stored.Should().HaveCount(100);
        stored.Count(peer => peer.Kind == PeerKind.Friend).Should().Be(95);
        var batch = RoomPolicy.ForUser(Peers(string.Join(' ', Enumerable.Range(0, 300).Select(i => $"n{i}"))), [.. Enumerable.Range(0, 100).Select(i => Peer($"f{i:00}"))], 300, 100, Now);
        (batch.Going.Count, batch.Refused.Count).Should().Be((5, 295));
    }

    [Fact]
    public void ForUser_NewFriends_TheLeastConnectedGivesWay()
    {
        PeerSummary[] stored = [Peer("n-met-once", met: 1), Peer("n-met-daily", met: 9), Peer("n-never-met", met: 0)];
        RoomPolicy.ForUser([Peer("n")], [.. stored.OrderBy(peer => EvictionRank.Of(peer, Now))], 1, 3, Now).Going.Should().Equal("n-never-met");
    }

    [Fact]
    public void ForUser_MaximumLowered_TheLowestGo()
    {
        var room = RoomPolicy.ForUser([], Peers("s1 n1 f1 f2 f3 f4"), 4, places: 2, Now);
        room.Going.Should().Equal("s1", "n1", "f1", "f2");
    }

    [Fact]
    public void ByRank_StrangersWithClaims_TakeNoFriendsPlace()
    {
        var room = RoomPolicy.ByRank(Peers("s5 s6 s7"), Peers("s1 n1 f1"), 3, Now);
        (room.Going.Count + room.Refused.Count).Should().Be(3);
        room.Going.Should().NotContain("n1").And.NotContain("f1");
    }

    [Fact]
    public void Rank_Friends_BySuccessesThenDaysThenRecency()
    {
        PeerSummary[] inOrder = [Friend("b", 2, 2, 5), Friend("a", 2, 2, 1), Friend("c", 2, 9, 9), Friend("d", 50, 3, 9)];
        Enumerable.Reverse(inOrder).OrderBy(peer => EvictionRank.Of(peer, Now)).Should().Equal(inOrder);

        static PeerSummary Friend(string id, int successes, int days, int daysAgo) => new()
        {
            PeerId = id, FirstSeen = Now.AddYears(-1), LastSeen = Now, LastConnected = Now.AddDays(-daysAgo), Kind = PeerKind.Friend,
            OwnSuccesses = successes, OwnDays = new((ushort)days, 1, 1),
        };
    }

    private static IReadOnlyList<PeerSummary> Peers(string ids) => [.. Split(ids).Select(id => Peer(id))];

    /// <summary>What it is by its first letter: s, n or f.</summary>
    private static PeerSummary Peer(string id, int met = 0) => new()
    {
        PeerId = id,
        FirstSeen = Now.AddDays(-9),
        LastSeen = Now.AddDays(-1),
        Kind = id[0] switch { 'f' => PeerKind.Friend, 'n' => PeerKind.NewFriend, _ => PeerKind.Stranger },
        ConnectedDays = (ushort)met,
    };

    private static string[] Split(string ids) => ids.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
