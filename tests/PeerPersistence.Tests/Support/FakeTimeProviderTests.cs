namespace PeerPersistence.Tests;

public class FakeTimeProviderTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<(string Name, TimeSpan At)> _fired = [];
    private readonly DateTimeOffset _start;

    public FakeTimeProviderTests() => _start = _clock.GetUtcNow();

    [Fact]
    public void Advance_SeveralTimers_FiresThemInOrderOfTimeAtTheirInstants()
    {
        Start("late", 3, period: null);
        Start("tick", 1, period: 2);
        Start("never", 9, period: null);

        _clock.Advance(TimeSpan.FromSeconds(5));

        _fired.Should().Equal(("tick", Seconds(1)), ("late", Seconds(3)), ("tick", Seconds(3)), ("tick", Seconds(5)));
        (_clock.GetUtcNow() - _start).Should().Be(Seconds(5));
    }

    [Fact]
    public void Advance_DisposedTimer_DoesNotFire()
    {
        Start("gone", 1, period: null).Dispose();

        _clock.ActiveTimers.Should().Be(0);
        _clock.Advance(Seconds(2));

        _fired.Should().BeEmpty();
    }

    [Fact]
    public void SetUtcNow_ClockSetBack_LeavesTimestampsAndTimersAlone()
    {
        var began = _clock.GetTimestamp();
        Start("timer", 2, period: null);
        _clock.Advance(Seconds(1));

        _clock.SetUtcNow(_start.AddDays(-1));

        _clock.GetUtcNow().Should().Be(_start.AddDays(-1));
        _clock.GetElapsedTime(began).Should().Be(Seconds(1));
        _clock.Advance(Seconds(1));
        _fired.Should().ContainSingle();
    }

    [Fact]
    public async Task Advance_DelayAndCancellationSource_Complete()
    {
        var delay = Task.Delay(Seconds(1), _clock);
        using var source = new CancellationTokenSource(Seconds(2), _clock);

        _clock.Advance(Seconds(1));
        await delay;
        source.IsCancellationRequested.Should().BeFalse();

        _clock.Advance(Seconds(1));
        source.IsCancellationRequested.Should().BeTrue();
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private ITimer Start(string name, int due, int? period) => _clock.CreateTimer(
        _ => _fired.Add((name, _clock.GetUtcNow() - _start)), null, Seconds(due), period is { } p ? Seconds(p) : Timeout.InfiniteTimeSpan);
}
