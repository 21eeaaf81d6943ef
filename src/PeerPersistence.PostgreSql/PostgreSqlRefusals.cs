namespace PeerPersistence;

/// <summary>
/// How long a store waits before it says that a commit came too late: as long as that took, and twice as long with each in a row, up to
/// eight times.
/// </summary>
/// <remarks>
/// Where many change the same keys, one success makes all other attempts vain, and each of these takes its turn at the lock all the
/// same. Those who lose step back until few enough are left. The caller reads again after the wait, so it reads fresh. Who stepped back
/// further would miss dozens of turns, and find the others done, or himself alone.
/// </remarks>
internal sealed class PostgreSqlRefusals(Random random)
{
    private const double LongestWait = 2;

    public const int MostDoublings = 3;

    private int _inARow;

    public void Reset() => Volatile.Write(ref _inARow, 0);

    /// <param name="taken">How long the commit took that is refused.</param>
    public TimeSpan Next(TimeSpan taken)
    {
        var before = Math.Min(Interlocked.Increment(ref _inARow) - 1, MostDoublings);
        var wait = Math.Min(LongestWait, taken.TotalSeconds * Math.Pow(2, before));
        return TimeSpan.FromSeconds(wait * (0.5 + (random.NextDouble() / 2)));
    }
}
