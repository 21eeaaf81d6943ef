namespace PeerPersistence.Hosting.Tests;

public sealed class MaintenanceScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(0, 60)]
    [InlineData(-20, 40)]
    [InlineData(-60, 0)]
    [InlineData(-600, 0)]
    [InlineData(30, 90)]
    [InlineData(61, 0)]
    public void WaitAfter_LastRunMinutesAgo_IsWhatIsLeftOfTheInterval(int lastRun, int wait) =>
        Schedule(jitter: 0).WaitAfter(Now.AddMinutes(lastRun), Now).Should().Be(TimeSpan.FromMinutes(wait));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(10, 300)]
    [InlineData(100_000, 300)]
    public void WaitAfterFailures_InARow_DoublesUpToFiveMinutes(int failures, int seconds) =>
        Schedule(jitter: 0).WaitAfterFailures(failures).Should().Be(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Waits_WithJitter_AreSpreadUpwardWithinIt()
    {
        var schedule = Schedule(jitter: 0.5);

        var waits = Enumerable.Range(0, 1000).Select(_ => schedule.WaitAfter(Now, Now)).ToList();

        waits.Should().OnlyContain(wait => wait >= Hour && wait <= Hour * 1.5);
        (waits.Max() - waits.Min()).Should().BeGreaterThan(Hour * 0.45);
        schedule.InitialWait.Should().BeGreaterThan(TimeSpan.FromSeconds(10));
        schedule.WaitAfterFailures(1).Should().BeGreaterThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void WaitAfter_LongestIntervalAndAClockThatWasWrong_IsNoLongerThanATimerTakes()
    {
        var longest = TimeSpan.FromDays(30);
        var schedule = new MaintenanceSchedule(new() { Interval = longest, Jitter = 1 }, new Random(7));
        foreach (var lastRun in (DateTimeOffset[])[Now, Now + longest])
        {
            using var timer = TimeProvider.System.CreateTimer(_ => { }, null, schedule.WaitAfter(lastRun, Now), Timeout.InfiniteTimeSpan);
            schedule.WaitAfter(lastRun, Now).Should().Be(longest);
        }
    }

    private static MaintenanceSchedule Schedule(double jitter) => new(new() { Interval = Hour, Jitter = jitter }, new Random(7));
}
