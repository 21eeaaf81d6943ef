namespace PeerPersistence.Benchmarks.Selection;

/// <summary>A clock that shows what it is told. Its timers fire only while it runs towards the end of a task, each at its instant.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    private readonly List<Alarm> _alarms = [];

    public DateTimeOffset Now { get; set; } = World.Beginning;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Begins a task and lets time pass, from timer to timer, until it is over.</summary>
    /// <remarks>Without a context, whatever a timer sets off runs inside it, and the order of things never changes.</remarks>
    public T Run<T>(Func<Task<T>> begin)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        var task = begin();
        while (!task.IsCompleted)
        {
            if (Next() is not { } alarm)
            {
                Thread.Yield(); // what goes on elsewhere will set a timer, or end
                continue;
            }

            Now = alarm.Due;
            alarm.Fire();
        }

        return task.GetAwaiter().GetResult();
    }

    private Alarm? Next()
    {
        lock (_alarms)
        {
            var next = _alarms.MinBy(alarm => alarm.Due);
            return next is not null && _alarms.Remove(next) ? next : null;
        }
    }

    /// <summary>Fires once: nothing here asks for more.</summary>
    private sealed class Alarm(SimulatedClock clock, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Dispose();
            if (dueTime < TimeSpan.Zero)
                return true;
            Due = clock.Now + dueTime;
            lock (clock._alarms)
                clock._alarms.Add(this);
            return true;
        }

        public void Dispose()
        {
            lock (clock._alarms)
                clock._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
