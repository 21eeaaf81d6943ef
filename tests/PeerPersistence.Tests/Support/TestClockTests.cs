namespace PeerPersistence.Tests;

public class TestClockTests
{
    private readonly TestClock _clock = new();
    private int _fired;

    [Fact]
    public void ActiveTimers_FiredRepeatedAndDisposed_CountsThoseThatWait()
    {
        Start(1, Timeout.InfiniteTimeSpan);
        var tick = Start(1, Seconds(1));
        Start(9, Timeout.InfiniteTimeSpan).Dispose();
        (_clock.ActiveTimers, _clock.CreatedTimers).Should().Be((2, 3));

        _clock.Advance(Seconds(1));
        (_clock.ActiveTimers, _fired).Should().Be((1, 2));

        tick.Dispose();
        tick.Change(Seconds(1), Seconds(1)).Should().BeFalse();
        _clock.Advance(Seconds(10));
        (_clock.ActiveTimers, _clock.CreatedTimers, _fired).Should().Be((0, 3, 2));
    }

    [Fact]
    public void SetUtcNow_ClockSetBack_LeavesTimestampsAndTimersAlone()
    {
        var (start, began) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        Start(2, Timeout.InfiniteTimeSpan);
        _clock.Advance(Seconds(1));

        _clock.SetUtcNow(start.AddDays(-1));

        _clock.GetUtcNow().Should().Be(start.AddDays(-1));
        _clock.GetElapsedTime(began).Should().Be(Seconds(1));
        _clock.Advance(Seconds(1));
        _fired.Should().Be(1);
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private ITimer Start(int due, TimeSpan period) => _clock.CreateTimer(_ => _fired++, null, Seconds(due), period);
}
