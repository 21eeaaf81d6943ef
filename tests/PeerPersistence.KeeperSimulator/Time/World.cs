namespace PeerPersistence.KeeperSimulator;

/// <summary>Time and chance. Events happen one after the other, each once nobody has anything left to do.</summary>
internal sealed class World(ulong seed)
{
    public static readonly DateTimeOffset Beginning = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<Event, (long Ticks, long Number)> _events = new();
    private readonly Queue<Action> _whenQuiet = new();
    private long _number;
    private ulong _digest = 14695981039346656037;

    /// <summary>The chance of this world.</summary>
    public Dice Chance { get; } = new(seed);

    /// <summary>The time since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>How many events there were.</summary>
    public long Events { get; private set; }

    /// <summary>Is told of everything that happens; <c>null</c>: nobody listens.</summary>
    public Action<string>? Diary { get; init; }

    /// <summary>What happened, as one number: two runs of one seed give the same.</summary>
    public ulong Digest => _digest;

    /// <summary>What must never happen, and did.</summary>
    public List<Violation> Violations { get; } = [];

    /// <summary>Called when an event is over and nobody has anything left to do.</summary>
    public Action? Settled { get; set; }

    public void At(TimeSpan when, Action action) => Add(when, new(action, null, 0));

    /// <summary>Most events are alarms by far: they cost no memory.</summary>
    public void At(TimeSpan when, IAlarm alarm, int version) => Add(when, new(null, alarm, version));

    public void After(TimeSpan delay, Action action) => At(Now + delay, action);

    public void After(double seconds, Action action) => After(TimeSpan.FromSeconds(seconds), action);

    /// <summary>Once, when the present event is over and nobody has anything left to do.</summary>
    public void WhenQuiet(Action action) => _whenQuiet.Enqueue(action);

    /// <summary>Begins what goes on by itself. What it throws is a violation: it is nobody's to catch.</summary>
    public async void Begin(Func<Task> task)
    {
        try
        {
            await task().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Violate("No call of the keeper's must throw", e.ToString());
        }
    }

    public void Violate(string rule, string what)
    {
        Violations.Add(new(rule, Now, what));
        Tell($"!!! {rule}: {what}");
    }

    public void Tell(string what)
    {
        foreach (var letter in what)
            _digest = (_digest ^ letter) * 1099511628211;
        _digest = (_digest ^ (ulong)Now.Ticks) * 1099511628211;
        Diary?.Invoke($"{Now:d\\.hh\\:mm\\:ss\\.fff} {what}");
    }

    public async Task RunUntilAsync(TimeSpan end)
    {
        await Quiet.Reached;
        while (_events.TryPeek(out var next, out var when) && when.Ticks <= end.Ticks)
        {
            _events.Dequeue();
            Now = TimeSpan.FromTicks(when.Ticks);
            Events++;
            next.Happen();
            if (ThreadPool.PendingWorkItemCount > 0)
                await Quiet.Reached;
            while (_whenQuiet.TryDequeue(out var check))
                check();
            Settled?.Invoke();
        }

        Now = end;
    }

    private void Add(TimeSpan when, Event next) => _events.Enqueue(next, (Math.Max(when.Ticks, Now.Ticks), _number++));

    private readonly record struct Event(Action? Action, IAlarm? Alarm, int Version)
    {
        public void Happen()
        {
            if (Alarm is null)
                Action!();
            else
                Alarm.Fire(Version);
        }
    }
}

/// <summary>What a clock fires; where it was changed meanwhile, its version is another.</summary>
internal interface IAlarm
{
    void Fire(int version);
}

/// <summary>What must never happen, and did.</summary>
internal sealed record Violation(string Rule, TimeSpan At, string What);
