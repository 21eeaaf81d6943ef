namespace PeerPersistence.Tests;

public class PresenceModelTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly PresenceFacts Friend = new(Now.AddDays(-60), Now.AddDays(-1), 3, 4, ConnectionType.Host);

    [Theory]
    [InlineData(ConnectionType.Host, 0.85)]
    [InlineData(ConnectionType.ServerReflexive, 0.75)]
    [InlineData(ConnectionType.PeerReflexive, 0.70)]
    [InlineData(ConnectionType.Relay, 0.65)]
    [InlineData(ConnectionType.Unknown, 0.70)]
    public void Estimate_NeverTried_ReachIsThatOfItsConnectionType(ConnectionType type, double expected) =>
        Estimate(null, Friend with { SuccessfulConnections = 0, TotalConnections = 0, ConnectionType = type }).Reach
            .Should().BeApproximately(expected, 1e-12);

    [Theory]
    [InlineData(40, 40, 5, 0)]
    [InlineData(900, 3, 5, 0)]
    [InlineData(0, 9, 0, 5)]
    [InlineData(2, 4, 2, 2)]
    public void Seen_RecordOfTheOriginal_InheritsAtMostFiveOfEachOutcome(int successes, int total, double ok, double fail)
    {
        var state = PresenceModel.Seen(null, Friend with { SuccessfulConnections = successes, TotalConnections = total }, Now.AddDays(-1));
        (state.ReachOk, state.ReachFail).Should().Be((ok, fail));
    }

    [Fact]
    public void Seen_AThousandTimesInOneInstant_IsOneSample()
    {
        var once = PresenceModel.Seen(null, Friend, Now);
        var often = once;
        for (var i = 0; i < 1_000; i++)
            often = PresenceModel.Seen(often, Friend, Now);
        often.Should().Be(once);
    }

    [Fact]
    public void Measured_EverySecondForAnHour_IsNotThousandsOfConnections()
    {
        var state = PresenceModel.Connected(null, Friend, Now);
        var before = state.ReachOk;
        for (var second = 1; second <= 3_600; second++)
            state = PresenceModel.Measured(state, Friend, Now.AddSeconds(second));
        (state.ReachOk - before).Should().BeLessThan(60);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(59, false)]
    [InlineData(60, true)]
    public void HeardInGossip_AfterBadNewsOfOurOwn_IsBelievedAMinuteLater(int seconds, bool isBelieved)
    {
        var up = PresenceModel.Connected(null, Friend, Now.AddHours(-1));
        var left = PresenceModel.Disconnected(up, Friend, Now, Departure.Remote);
        var failed = PresenceModel.Failed(up, Friend, Now);

        foreach (var state in new[] { left, failed })
        {
            var told = PresenceModel.HeardInGossip(state, Friend, Now.AddSeconds(seconds));

            told.HeardInGossip.Should().BeTrue();
            told.On.Should().Be(isBelieved ? 1 : state.On, "friends may not have noticed yet");
        }
    }

    [Fact]
    public void Absent_NeverHeardInGossip_IsUnchanged()
    {
        var state = PresenceModel.Connected(null, Friend, Now);
        PresenceModel.Absent(state, Friend, Now.AddHours(1)).Should().BeSameAs(state);
        PresenceModel.Absent(null, Friend, Now).Should().BeNull();
    }

    [Fact]
    public void Absent_OnceHeardInGossip_EntersTheDiaryAndNotTheBelief()
    {
        var heard = PresenceModel.HeardInGossip(null, Friend, Now);
        var absent = PresenceModel.Absent(heard, Friend, Now.AddHours(3))!;
        (absent.On, absent.Updated).Should().Be((heard.On, heard.Updated));
        absent.WatchedInAll().Should().BeGreaterThan(heard.WatchedInAll());
        PresenceBins.Habit(absent, 3, PresenceClock.Seconds(Now)).Should().BeLessThan(PresenceBins.Habit(heard, 3, PresenceClock.Seconds(Now)));
        absent.Missed.Should().BeGreaterThan(0);
        PresenceModel.Connected(absent, Friend, Now.AddMinutes(20)).HeardInGossip.Should().BeTrue("it stays so");
    }

    [Fact]
    public void Failed_ManyTimes_LowersTheChanceAndASuccessRestoresIt()
    {
        var state = PresenceModel.Connected(null, Friend, Now);
        var before = Estimate(state, Friend).Probability;
        for (var i = 1; i <= 20; i++)
            state = PresenceModel.Failed(state, Friend, Now.AddSeconds(i));
        var failed = Estimate(state, Friend).Probability;
        var restored = Estimate(PresenceModel.Connected(state, Friend, Now.AddMinutes(1)), Friend).Probability;

        failed.Should().BeLessThan(before / 10);
        restored.Should().BeGreaterThan(before * 0.75);
    }

    [Fact]
    public void Failed_PeerBelievedAway_HardlyBlamesItsReach()
    {
        var away = PresenceModel.Disconnected(null, Friend, Now, Departure.Remote);
        for (var i = 0; i < 5; i++)
            away = PresenceModel.Failed(away, Friend, Now.AddHours(12 * (i + 1)));
        away.ReachFail.Should().BeLessThan(1.4, "it had one failure before, and was hardly online for these five");
    }

    [Fact]
    public void Estimate_SilenceWhileTheAppWasClosed_CountsLessThanOneBrokenInVain()
    {
        var facts = Friend with { LastSeen = Now };
        var state = PresenceModel.Seen(null, Friend, Now);
        Estimate(state, facts, Now.AddDays(90)).Alive.Should().BeApproximately(1 / (1 + (0.3 * 90 / 61)), 1e-9);
        var tried = PresenceModel.Failed(state, facts, Now.AddDays(90));
        Estimate(tried, facts, Now.AddDays(90)).Alive.Should().BeApproximately(1 / (1 + (90d / 61)), 1e-9);
    }

    [Fact]
    public void Estimate_RecordOfSomebodyStoredAndNeverSeen_DoesNotFade()
    {
        var stored = new PresenceFacts(Now, Now, 0, 0, ConnectionType.Unknown);
        Estimate(null, stored, Now.AddDays(60)).Alive.Should().Be(1, "there was no news that could have ended");
    }

    [Fact]
    public void Estimate_RecordsWithoutADiary_TheLongerSilentAndTheNewerAreLessLikely()
    {
        var (recent, longer) = (Friend with { LastSeen = Now.AddDays(-6) }, Friend with { LastSeen = Now.AddDays(-35) });
        Estimate(null, recent).Probability.Should().BeGreaterThan(Estimate(null, longer).Probability);
        Estimate(null, longer).Probability.Should().BeGreaterThan(Estimate(null, longer with { FirstSeen = Now.AddDays(-36) }).Probability);
    }

    [Fact]
    public void Events_ClockThatStoodAt1970_KeepTheDiary()
    {
        var state = Enumerable.Range(0, 6).Aggregate((PresenceState?)null, (before, day) => PresenceModel.Seen(before, Friend, Now.AddDays(day - 5)))!;
        var wrong = PresenceModel.Seen(state, Friend, DateTimeOffset.UnixEpoch);
        var right = PresenceModel.Seen(wrong, Friend, Now.AddHours(1));
        right.SeenInAll().Should().BeInRange(state.SeenInAll(), state.SeenInAll() + 1);
        state.SeenInAll().Should().BeGreaterThan(3, "there was something to lose");
    }

    [Fact]
    public void Events_ClockThatWasAYearAhead_GoOnLearning()
    {
        var ahead = PresenceModel.Disconnected(PresenceModel.Seen(null, Friend, Now.AddYears(1)), Friend, Now.AddYears(1), Departure.Remote);
        var state = PresenceModel.Connected(ahead, Friend, Now);
        Estimate(state, Friend).Online.Should().BeApproximately(1, 1e-4);
        Estimate(state, Friend, Now.AddHours(8)).Online.Should().BeLessThan(0.7);
        PresenceModel.Seen(state, Friend, Now.AddHours(8)).SeenInAll().Should().BeGreaterThan(state.SeenInAll());
    }

    private static PresenceEstimate Estimate(PresenceState? state, PresenceFacts facts, DateTimeOffset? now = null) =>
        PresenceModel.Estimate(state, facts, now ?? Now);
}
