namespace PeerPersistence.KeeperSimulator;

/// <summary>The clock of one process. While its machine sleeps no timer fires; those that came due fire late.</summary>
internal sealed class NodeClock(World world) : TimeProvider
{
    private readonly HashSet<Alarm> _alarms = [];
    private TimeSpan _lost;
    private TimeSpan? _asleepSince;
    private bool _standsStill;
    private bool _isDead;
    private long _number;

    public int ActiveTimers => _alarms.Count;

    public bool IsAsleep => _asleepSince is not null;

    /// <summary>What its timestamps count: on some systems they stand still while the machine sleeps.</summary>
    public TimeSpan Running => (_standsStill ? _asleepSince ?? world.Now : world.Now) - _lost;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => World.Beginning + world.Now;

    public override long GetTimestamp() => Running.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state, _number++);
        alarm.Change(dueTime, period);
        return alarm;
    }

    public void Sleep(bool standsStill) => (_asleepSince, _standsStill) = (world.Now, standsStill);

    public void Wake()
    {
        if (_standsStill && _asleepSince is { } since)
            _lost += world.Now - since;
        (_asleepSince, _standsStill) = (null, false);
        foreach (var alarm in _alarms.OrderBy(alarm => alarm.Due).ThenBy(alarm => alarm.Number))
            Schedule(alarm);
    }

    /// <summary>The process is gone: none of its timers fires any more.</summary>
    public void Kill()
    {
        _isDead = true;
        _alarms.Clear();
    }

    private void Schedule(Alarm alarm) => world.At(alarm.Due + _lost, alarm, alarm.Version);

    private sealed class Alarm(NodeClock clock, TimerCallback callback, object? state, long number) : ITimer, IAlarm
    {
        private TimeSpan _period;

        public long Number => number;

        public int Version { get; private set; }

        public TimeSpan Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Version++;
            clock._alarms.Remove(this);
            if (dueTime < TimeSpan.Zero || clock._isDead)
                return true;
            (Due, _period) = (clock.Running + dueTime, period);
            clock._alarms.Add(this);
            clock.Schedule(this);
            return true;
        }

        public void Fire(int version)
        {
            if (version != Version || clock._isDead || clock.IsAsleep || clock.Running < Due)
                return; // It comes again: when the machine wakes, or, where its clock stood still meanwhile, later.
            if (_period > TimeSpan.Zero)
                Change(_period, _period);
            else
                Dispose();
            callback(state);
        }

        public void Dispose()
        {
            Version++;
            clock._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
