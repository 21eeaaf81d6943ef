namespace PeerPersistence.Simulator;

/// <summary>A clock that shows what it is told. Its timers fire only while it runs towards the end of a task, each at its instant.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    private readonly List<Alarm> _alarms = [];
    private DateTimeOffset _now = World.Beginning;
    private int? _runner;

    public DateTimeOffset Now
    {
        get
        {
            CheckThread();
            return _now;
        }
        set => _now = value;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state));
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Takes its time, and tells its end, a cancellation too, on the thread that brings it about. <c>Task.Delay</c> tells that of another.</summary>
    public async Task Delay(TimeSpan time, CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource();
        using var timer = CreateTimer(_ => over.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        using var cancelled = cancellationToken.Register(() => over.TrySetCanceled(cancellationToken));
        await over.Task;
    }

    /// <summary>Begins a task and lets time pass, from timer to timer, until it is over.</summary>
    /// <remarks>Without a context, whatever a timer sets off runs inside it. So when it returns, all are waiting for the next.</remarks>
    /// <exception cref="InvalidOperationException">Something went on elsewhere: time passed before it was done, and what came of it is left to chance.</exception>
    public T Run<T>(Func<Task<T>> begin)
    {
        SynchronizationContext.SetSynchronizationContext(null);
        _runner = Environment.CurrentManagedThreadId;
        try
        {
            var task = begin();
            while (!task.IsCompleted)
                Next().Fire();
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            _runner = null;
        }
    }

    private Alarm Next()
    {
        var next = _alarms.MinBy(alarm => alarm.Due) ?? throw new InvalidOperationException("The task waits for no timer: it goes on elsewhere.");
        _alarms.Remove(next);
        _now = next.Due;
        return next;
    }

    private void CheckThread()
    {
        if (_runner is { } runner && runner != Environment.CurrentManagedThreadId)
            throw new InvalidOperationException("Something goes on beside the thread that lets time pass.");
    }

    /// <summary>Fires once: nothing here asks for more.</summary>
    private sealed class Alarm(SimulatedClock clock, Action fire) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Dispose();
            if (dueTime >= TimeSpan.Zero)
            {
                Due = clock.Now + dueTime;
                clock._alarms.Add(this);
            }

            return true;
        }

        public void Dispose()
        {
            clock.CheckThread();
            clock._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
