namespace PeerPersistence.Tests;

/// <summary>
/// A clock that stands still until a test moves it. Timers fire inside <see cref="Advance"/>, on the caller's thread, in order of time.
/// </summary>
internal sealed class FakeTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _start = start.ToUniversalTime();
    private TimeSpan _elapsed;
    private int _created;

    public FakeTimeProvider() : this(new(2026, 1, 14, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers are waiting to fire.</summary>
    public int ActiveTimers => Locked(() => _timers.Count);

    /// <summary>How many timers were ever started: a test that waits for one knows when it may move the clock.</summary>
    public int CreatedTimers => Volatile.Read(ref _created);

    public override DateTimeOffset GetUtcNow() => Locked(() => _start + _elapsed);

    public override long GetTimestamp() => Locked(() => _elapsed.Ticks);

    /// <summary>Somebody sets the system's clock: no time passes, no timer fires.</summary>
    public void SetUtcNow(DateTimeOffset now) => Locked(() => _start = now.ToUniversalTime() - _elapsed);

    /// <summary>Lets time pass; what a timer starts meanwhile may fall due within the same call.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = Locked(() => _elapsed + by);
        while (Locked(() => NextDue(target)) is { } due)
            due.Fire();
        Locked(() => _elapsed = target);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        Interlocked.Increment(ref _created);
        return timer;
    }

    private FakeTimer? NextDue(TimeSpan target)
    {
        var due = _timers.Where(timer => timer.Due <= target).MinBy(timer => timer.Due);
        if (due is null)
            return null;
        _elapsed = due.Due > _elapsed ? due.Due : _elapsed;
        if (due.Period > TimeSpan.Zero)
            due.Due += due.Period;
        else
            _timers.Remove(due);
        return due;
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }

    private sealed class FakeTimer(FakeTimeProvider clock, Action callback) : ITimer
    {
        private bool _disposed;

        public TimeSpan Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = clock.Locked(() =>
            {
                if (_disposed)
                    return false;
                clock._timers.Remove(this);
                (Due, Period) = (clock._elapsed + dueTime, period);
                if (dueTime > TimeSpan.Zero)
                    clock._timers.Add(this);
                return true;
            });
            if (changed && dueTime == TimeSpan.Zero)
            {
                if (period > TimeSpan.Zero)
                    Change(period, period);
                Fire();
            }
            return changed;
        }

        public void Dispose() => clock.Locked(() => (_disposed = true) && clock._timers.Remove(this));

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
