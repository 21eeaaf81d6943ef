namespace PeerPersistence.Tests.Retention;

public sealed class EvictionQueueTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Next_WhileEverythingChangesAndTimePasses_IsTheLowestRank(int seed)
    {
        var random = new Random(seed);
        var peers = Enumerable.Range(0, 400).Select(i => Random(random, $"p{i}")).ToDictionary(peer => peer.PeerId);
        var queue = new EvictionQueue();
        for (var i = 0; i < 1500; i++)
        {
            var now = Now.AddMinutes(2 * i);
            var spared = new HashSet<string> { $"p{random.Next(400)}" };
            var expected = peers.Values.Where(peer => !peer.IsPinned && !spared.Contains(peer.PeerId)).Select(peer => EvictionRank.Of(peer, now)).Min().PeerId;

            var next = queue.Next(1, () => peers.Values, spared, now);

            next.Should().Equal(new[] { expected }, "seed {0}, step {1}", seed, i);
            peers.Remove(expected);
            queue.Update(expected, null, now);
            var added = Random(random, $"n{i}");
            peers[added.PeerId] = added;
            queue.Update(added.PeerId, added, now);
        }
    }

    [Fact]
    public void Next_FullOfPeers_LooksAtAllOfThemOnceInManyEvictions()
    {
        var peers = Enumerable.Range(0, 3200).Select(i => Peer($"p{i:0000}", Now.AddMinutes(i), connected: true)).ToDictionary(peer => peer.PeerId);
        var (queue, looks) = (new EvictionQueue(), 0);
        for (var i = 0; i < 1000; i++)
        {
            var victim = queue.Next(1, () => { looks++; return peers.Values; }, new HashSet<string>(), Now).Single();
            peers.Remove(victim);
            queue.Update(victim, null, Now);
        }

        looks.Should().BeLessThan(20);
    }

    [Theory]
    [InlineData(64), InlineData(65), InlineData(66), InlineData(70)]
    public void Next_NewcomersOfOneInstant_AreSparedToTheEndOfTheirGraceAndNotLonger(int newcomers)
    {
        var grown = Peer("grown", Now, connected: false);
        var peers = Enumerable.Range(0, newcomers).Select(i => Peer($"new-{i}", Now.AddMinutes(-i), connected: false, firstSeen: Now.AddHours(-23)))
            .Append(grown).Append(Peer("friend", Now, connected: true)).ToList();
        var queue = new EvictionQueue();

        Next(Now).Should().Be("grown");
        Next(Now.AddHours(1).AddTicks(-1)).Should().Be("grown");
        Next(Now.AddHours(1)).Should().Be($"new-{newcomers - 1}", "it is the least recently seen");
        while (peers.MinBy(peer => EvictionRank.Of(peer, Now.AddHours(1))) is { } victim)
        {
            Next(Now.AddHours(1)).Should().Be(victim.PeerId);
            peers.Remove(victim);
            queue.Update(victim.PeerId, null, Now.AddHours(1));
        }

        string Next(DateTimeOffset now) => queue.Next(1, () => peers, new HashSet<string>(), now).Single();
    }

    [Fact]
    public void Next_AfterClear_NamesNobodyOfBefore()
    {
        var queue = new EvictionQueue();
        Next("gone").Should().Be("gone");
        queue.Clear();

        Next("here").Should().Be("here");

        string Next(string peerId) => queue.Next(1, () => [Peer(peerId, Now, connected: true)], new HashSet<string>(), Now).Single();
    }

    [Fact]
    public void Rank_StrangersNewcomersFriends_GoInThisOrder()
    {
        var old = Now.AddDays(-9);
        PeerSummary[] inOrder =
        [
            Peer("stranger b", Now.AddDays(-3), connected: false, firstSeen: old), Peer("stranger a", Now.AddDays(-2), connected: false, firstSeen: old),
            Peer("new stranger", Now.AddDays(-4), connected: false, firstSeen: Now.AddHours(-23)), Peer("friend", Now.AddDays(-5), connected: true, firstSeen: old),
            Peer("new friend", Now.AddDays(-6), connected: true, firstSeen: Now.AddHours(-23)),
        ];

        Enumerable.Reverse(inOrder).OrderBy(peer => EvictionRank.Of(peer, Now)).Should().Equal(inOrder);
    }

    private static PeerSummary Random(Random random, string peerId) =>
        Peer(peerId, Now.AddMinutes(-random.Next(10_000)), random.Next(2) == 0, Now.AddHours(-random.Next(48)), random.Next(5) == 0);

    private static PeerSummary Peer(string peerId, DateTimeOffset lastSeen, bool connected, DateTimeOffset? firstSeen = null, bool pinned = false) =>
        PeerSummaries.Of(new()
        {
            Peer = PeerData.Create(peerId, Now) with
            {
                FirstSeen = firstSeen ?? Now.AddDays(-30), LastSeen = lastSeen, IsPinned = pinned, ConnectionQuality = new() { SuccessfulConnections = connected ? 1 : 0 },
            },
        });
}
