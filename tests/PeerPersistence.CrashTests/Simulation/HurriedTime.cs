namespace PeerPersistence.CrashTests.Simulation;

/// <summary>A clock by which waiting is over at once.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>What happens while somebody waits.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Add(ref _now, dueTime.Ticks);
        _ = Task.Run(async () =>
        {
            await Meanwhile();
            callback(state);
        });
        return new Fired();
    }

    private sealed class Fired : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
