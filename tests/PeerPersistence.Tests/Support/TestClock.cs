namespace PeerPersistence.Tests;

/// <summary>
/// A <see cref="FakeTimeProvider"/> that counts its timers, and whose wall clock can be set as a system's can: timestamps and timers do not notice.
/// </summary>
internal sealed class TestClock() : FakeTimeProvider(new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero))
{
    private TimeSpan _set;
    private int _active;
    private int _created;

    /// <summary>How many timers are waiting to fire.</summary>
    public int ActiveTimers => Volatile.Read(ref _active);

    /// <summary>How many timers were ever started: a test that waits for one knows when it may move the clock.</summary>
    public int CreatedTimers => Volatile.Read(ref _created);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _set;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Somebody sets the system's clock: no time passes, no timer fires.</summary>
    public new void SetUtcNow(DateTimeOffset now) => _set = now.ToUniversalTime() - base.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new CountedTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        Interlocked.Increment(ref _created);
        return timer;
    }

    private ITimer CreateStopped(Action callback) =>
        base.CreateTimer(_ => callback(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private sealed class CountedTimer : ITimer
    {
        private readonly TestClock _clock;
        private readonly Action _callback;
        private readonly ITimer _timer;
        private bool _repeats;
        private int _waits;

        public CountedTimer(TestClock clock, Action callback)
        {
            (_clock, _callback) = (clock, callback);
            _timer = clock.CreateStopped(Fire);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _repeats = period > TimeSpan.Zero;
            Waits(dueTime >= TimeSpan.Zero); // Before it may fire.
            var changed = _timer.Change(dueTime, period);
            if (!changed)
                Waits(false);
            return changed;
        }

        public void Dispose()
        {
            _timer.Dispose();
            Waits(false);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private void Fire()
        {
            Waits(_repeats);
            _callback();
        }

        private void Waits(bool waits)
        {
            var now = waits ? 1 : 0;
            Interlocked.Add(ref _clock._active, now - Interlocked.Exchange(ref _waits, now));
        }
    }
}
