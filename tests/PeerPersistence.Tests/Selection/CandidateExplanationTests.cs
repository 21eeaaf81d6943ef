namespace PeerPersistence.Tests;

public class CandidateExplanationTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.50, 0.50, 0.50, CandidateTraits.ProbablyOnline)]
    [InlineData(0.49, 0.50, 0.50, CandidateTraits.None)]
    [InlineData(0.49, 0.49, 0.50, CandidateTraits.ProbablyGone)]
    [InlineData(0.90, 0.90, 0.49, CandidateTraits.ProbablyOnline | CandidateTraits.HardToReach)]
    public void TraitsOf_Factors_AreTheirHalves(double online, double alive, double reach, CandidateTraits traits) =>
        CandidateExplanation.TraitsOf(Tried, new() { Online = online, Alive = alive, Reach = reach }, Now).Should().Be(traits);

    [Fact]
    public void ToString_OfACandidate_SaysWhyInOurWords()
    {
        var candidate = new ReconnectionCandidate
        {
            Peer = new() { PeerId = "alice" },
            Score = 12.34,
            Reason = "reliable",
            Traits = CandidateTraits.HardToReach | CandidateTraits.ProbablyOnline,
        };

        candidate.ToString().Should().Be("alice: 12.3 %; ProbablyOnline, HardToReach");
        (candidate with { Factors = new() { Online = 0.6, Alive = 0.9, Reach = 0.25 } }).ToString()
            .Should().Be("alice: 12.3 %; online 0.60 × alive 0.90 × reach 0.25; ProbablyOnline, HardToReach");
    }

    [Theory]
    [InlineData(CandidateTraits.UsuallyOnlineNow | CandidateTraits.ProbablyOnline, -13, "usually here at this hour; last seen yesterday")]
    [InlineData(CandidateTraits.ProbablyOnline, -11, "probably here now; last seen today")]
    [InlineData(CandidateTraits.ProbablyGone | CandidateTraits.HardToReach, -301, "may not come back; hard to reach; last seen 13 days ago")]
    [InlineData(CandidateTraits.NeverTried, 5, "never tried; last seen today")]
    public void Explain_TraitsAndLastSeen_AreASentence(CandidateTraits traits, double hours, string sentence) =>
        new ReconnectionCandidate { Peer = new() { PeerId = "a", LastSeen = Now.AddHours(hours) }, Traits = traits }.Explain(Now).Should().Be(sentence);

    [Fact]
    public void Explain_AtTheEndsOfTime_CountsDays()
    {
        var never = new ReconnectionCandidate { Peer = new() { PeerId = "a", LastSeen = DateTimeOffset.MinValue } };

        never.Explain(Now.ToOffset(TimeSpan.FromHours(-5))).Should().MatchRegex("^last seen [0-9]{6} days ago$");
        never.Explain(DateTimeOffset.MaxValue).Should().MatchRegex("^last seen [0-9]{7} days ago$");
    }

    [Fact]
    public void Explain_InTheUsersLanguageAndZone_TakesItsWordsAndItsCalendar()
    {
        var candidate = new ReconnectionCandidate
        {
            Peer = new() { PeerId = "a", LastSeen = Now.AddHours(-10) }, // 2:00 UTC, and still the evening before in New York
            Traits = CandidateTraits.UsuallyOnlineNow | CandidateTraits.HardToReach,
        };
        var german = new CandidateWords
        {
            UsuallyOnlineNow = "um diese Zeit meist da", HardToReach = "", LastSeen = days => $"zuletzt vor {days} Tagen", Separator = ", ",
        };

        candidate.Explain(Now.ToOffset(TimeSpan.FromHours(-5)), german).Should().Be("um diese Zeit meist da, zuletzt vor 1 Tagen");
    }

    [Fact]
    public void ToString_OfLists_Counts()
    {
        var result = new ReconnectionResult { Connected = ["a"], Failed = ["b", "c"], PassedOver = new() { TooOld = 4 }, Duration = TimeSpan.FromSeconds(1.5) };

        result.ToString().Should().Be("1 connected, 2 failed, 4 passed over in 1.5 s");
        (result with { OwnOutage = true }).ToString().Should().EndWith(", an outage of our own");
        new PeerPage { ContinuationToken = "x" }.ToString().Should().Be("0 peers, more follow");
    }

    [Fact]
    public void TraitsOf_NeverTried_IsWhoWasOnlyHeardOf()
    {
        var heard = new PeerSummary { PeerId = "a", FirstSeen = Now, LastSeen = Now };
        TraitsOf(heard).Should().Be(CandidateTraits.NeverTried);
        TraitsOf(new() { PeerId = "a", FirstSeen = Now, LastSeen = Now, ReconnectionAttempts = 1 }).Should().Be(CandidateTraits.None);
        TraitsOf(new() { PeerId = "a", FirstSeen = Now, LastSeen = Now, LastConnected = Now }).Should().Be(CandidateTraits.None);
        TraitsOf(new() { PeerId = "a", FirstSeen = Now, LastSeen = Now, SuccessfulConnections = 1 }).Should().Be(CandidateTraits.None);
        TraitsOf(Tried).Should().Be(CandidateTraits.None);
    }

    [Fact]
    public void TraitsOf_SeenAtThisHourForDays_IsUsuallyOnlineNow()
    {
        PresenceState? state = null;
        var facts = new PresenceFacts(Now.AddDays(-9), Now.AddDays(-9), 0, 0, ConnectionType.Unknown);
        List<bool> usual = [];
        for (var instant = Now.AddDays(-2); instant <= Now; instant = instant.AddDays(1))
        {
            state = PresenceModel.Seen(state, facts, instant);
            usual.Add(PresenceModel.IsUsuallyOnline(state, instant));
        }

        usual.Should().Equal(new[] { false, false, true }, "three days make a habit");
        PresenceModel.IsUsuallyOnline(state, Now.AddHours(6)).Should().BeFalse("another hour");
        PresenceModel.IsUsuallyOnline(state, new(2026, 3, 7, 12, 0, 0, TimeSpan.Zero)).Should().BeFalse("a Saturday");
        PresenceModel.IsUsuallyOnline(null, Now).Should().BeFalse();
    }

    [Fact]
    public void Explain_DefaultRanker_GivesTheFactorsOfItsProbability()
    {
        var ranker = new PresenceRanker();
        var factors = CandidateExplanation.FactorsOf(Tried, ranker, Now)!;

        (factors.Online * factors.Alive * factors.Reach).Should().BeApproximately(ranker.Rank(Tried, Now), 1e-6);
        factors.Online.Should().BeLessThan(1);
        factors.Reach.Should().BeApproximately((1 + 2.8) / 5, 1e-9);
        CandidateExplanation.FactorsOf(Tried, new OriginalScoreRanker(), Now).Should().BeNull();
    }

    private static PeerSummary Tried { get; } = new()
    {
        PeerId = "a",
        FirstSeen = Now.AddDays(-1),
        LastSeen = Now.AddHours(-1),
        TotalConnections = 1,
        SuccessfulConnections = 1,
    };

    private static CandidateTraits TraitsOf(PeerSummary peer) => CandidateExplanation.TraitsOf(peer, null, Now);
}
