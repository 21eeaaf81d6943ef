namespace PeerPersistence.Tests;

public class CandidateSelectionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_AtTheBoundsOfTheQuery_IsIn()
    {
        PeerSummary[] peers = [Peer("at the bounds", 24, 50), Peer("too old", 25, 50), Peer("too bad", 24, 49)];

        var selection = Select(peers, new() { MaxAge = TimeSpan.FromHours(24), MinQuality = 50, MinProbability = 0.5 });

        Ids(selection.Ranked()).Should().Equal("at the bounds");
        selection.PassedOver.Should().Be(new PassedOver { TooOld = 1, BelowQuality = 1 });
        Select(peers, new() { MinProbability = 0.51 }).PassedOver.Should().Be(new PassedOver { BelowProbability = 3 });
    }

    [Fact]
    public void Ranked_FewWanted_TheOthersFollow()
    {
        var selection = Select([Peer("c", 1, 0), Peer("a", 1, 0), Peer("b", 1, 0)], new() { Limit = 1 });

        Ids(selection.Ranked()).Should().Equal(new[] { "a", "b", "c" }, "one of those wanted may be gone when it is read");
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Ranked_AnyLimit_IsTheSameOrder(int seed)
    {
        var random = new Random(seed);
        PeerSummary[] peers = [.. Enumerable.Range(0, 300).Select(i => AnyPeer(random, $"p{i:000}"))];
        IReconnectionRanker[] rankers = [new PresenceRanker(), new OriginalScoreRanker()];
        foreach (var ranker in rankers)
        {
            var all = Selection(300);
            foreach (var limit in new[] { 0, 1, 2, 5, 10, 64, 65 })
            {
                var few = Selection(limit);
                Ids(few.Ranked()).Should().Equal(Ids(all.Ranked()), "seed {0}, limit {1}, {2}", seed, limit, ranker);
                (few.Count, few.PassedOver).Should().Be((all.Count, all.PassedOver));
            }

            CandidateSelection Selection(int limit) =>
                CandidateSelection.Of(peers, new() { Limit = limit, MinQuality = 20, MaxAge = TimeSpan.FromDays(3) }, ranker, Now);
        }
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Ranked_PeersOfEveryHistory_IsAsIfEverybodyWereRanked(int seed)
    {
        var random = new Random(seed);
        PeerSummary[] peers = [.. Enumerable.Range(0, 400).Select(i => PeerSummaries.Of(AnyHistory(random, $"p{i:000}")))];
        var ranker = new PresenceRanker();
        foreach (var hours in new[] { -2000, -30, 0, 1, 9, 50, 300, 5000 })
        {
            var now = Now.AddHours(hours).AddMinutes(random.Next(60));
            foreach (var limit in new[] { 0, 1, 2, 5, 10, 64 })
            {
                var (bounded, all) = (Selection(ranker), Selection(new Unbounded()));
                Ids(bounded.Ranked()).Should().Equal(Ids(all.Ranked()), "seed {0}, limit {1}, {2}", seed, limit, now);
                (bounded.Count, bounded.PassedOver).Should().Be((all.Count, all.PassedOver));

                CandidateSelection Selection(IReconnectionRanker by) => CandidateSelection.Of(
                    peers, new() { Limit = limit, ExcludePeerIds = ["p007", "p031", "nobody"], MinQuality = 1 }, by, now);
            }

            peers.Should().OnlyContain(peer => PresenceRanker.Most(peer, now) >= ranker.Rank(peer, now), "seed {0}, {1}", seed, now);
        }
    }

    [Fact]
    public void MayTake_FewOfMany_IsSeldom()
    {
        var random = new Random(5);
        var few = new FewCandidates(10, weighsEvidence: true);
        var (ranker, ranked, now) = (new PresenceRanker(), 0, Now.AddHours(30)); // Behind all that happens to them.
        foreach (var peer in Enumerable.Range(0, 20_000).Select(i => PeerSummaries.Of(AnyHistory(random, $"p{i:00000}"))))
        {
            if (!few.MayTake(peer, PresenceRanker.Most(peer, now)))
                continue;
            few.Add(new(peer, ranker.Rank(peer, now)));
            ranked++;
        }

        ranked.Should().BeInRange(10, 2_000);
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

    private static PeerSummary AnyPeer(Random random, string peerId) => new()
    {
        PeerId = peerId,
        FirstSeen = Now.AddDays(-random.Next(3, 9)),
        LastSeen = Now.AddHours(-10 * random.Next(9)),
        LastConnected = random.Next(2) == 0 ? null : Now.AddDays(-random.Next(3)),
        Quality = 10 * random.Next(11),
        IsPinned = random.Next(20) == 0,
        Kind = (PeerKind)random.Next(3),
        OwnSuccesses = random.Next(2),
        SuccessfulConnections = random.Next(3),
        OwnDays = new(2, (ushort)random.Next(20_000, 20_003), 1),
        BlacklistUntil = random.Next(9) == 0 ? Now.AddDays(1) : null,
    };

    /// <summary>Somebody met in the last weeks, or long ago, and what happened since, in order.</summary>
    private static StoredPeer AnyHistory(Random random, string peerId)
    {
        var at = Now.AddDays(-90 * random.NextDouble() * random.NextDouble());
        var (tries, successes) = (random.Next(9), random.Next(9));
        var peer = PeerData.Create(peerId, at) with
        {
            FirstSeen = random.Next(3) == 0 ? at : at.AddDays(-random.Next(200)),
            IsPinned = random.Next(20) == 0,
            ConnectionQuality = new()
            {
                TotalConnections = tries,
                SuccessfulConnections = Math.Min(tries, successes),
                ConnectionType = (ConnectionType)random.Next(5),
                LastMeasured = at,
            },
        };
        var stored = new StoredPeer { Peer = peer };
        for (var events = random.Next(4) == 0 ? 0 : random.Next(40); events > 0 && at < Now; events--)
        {
            at = at.AddHours(30 * random.NextDouble() * random.NextDouble());
            stored = random.Next(7) switch
            {
                0 => PeerEvents.Seen(stored, at),
                1 or 2 => PeerEvents.Gossiped(stored, random.Next(2) == 0, at),
                3 => PeerEvents.Connected(stored, new(), inbound: random.Next(2) == 0, at),
                4 => PeerEvents.Disconnected(stored, TimeSpan.FromMinutes(9), (Departure)random.Next(3), at),
                5 => PeerEvents.Measured(stored, new QualityMeasurement { Success = true }, at),
                _ => PeerEvents.Failed(stored, new(), _ => false, at),
            };
        }

        return stored;
    }

    private sealed class Unbounded : IReconnectionRanker
    {
        public double Rank(PeerSummary peer, DateTimeOffset now) => new PresenceRanker().Rank(peer, now);
    }

    private static IEnumerable<string> Ids(IEnumerable<RankedPeer> peers) => peers.Select(entry => entry.Peer.PeerId);
}
