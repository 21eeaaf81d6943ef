namespace PeerPersistence;

/// <summary>When maintenance is due, and how long to wait.</summary>
internal sealed class MaintenanceSchedule(MaintenanceOptions options, Random random)
{
    private static readonly TimeSpan ShortestRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);
    // A timer takes no more than 49 days. Who wakes up early waits again.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(30);

    public TimeSpan InitialWait => Jittered(options.InitialDelay);

    /// <summary>How long until the next run; zero: it is due.</summary>
    /// <remarks>A last run far ahead is one of a clock that was wrong.</remarks>
    public TimeSpan WaitAfter(DateTimeOffset lastRun, DateTimeOffset now)
    {
        var left = lastRun - now + options.Interval;
        return left <= TimeSpan.Zero || left > options.Interval + options.Interval ? TimeSpan.Zero : Jittered(left);
    }

    /// <summary>How long to wait after so many failures in a row: a second, doubled each time, five minutes at most.</summary>
    public TimeSpan WaitAfterFailures(int failures)
    {
        var wait = ShortestRetry * Math.Pow(2, Math.Min(failures - 1, 20));
        return Jittered(wait < LongestRetry ? wait : LongestRetry);
    }

    private TimeSpan Jittered(TimeSpan wait)
    {
        wait += wait * (options.Jitter * random.NextDouble());
        return wait < LongestWait ? wait : LongestWait;
    }
}
