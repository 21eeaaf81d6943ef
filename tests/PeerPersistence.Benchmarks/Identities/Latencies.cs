using System.Collections.Concurrent;
using System.Diagnostics;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.Identities;

/// <summary>How long many calls took, each by itself and all together.</summary>
/// <param name="Each">Microseconds, in order of size.</param>
/// <param name="Elapsed">From the first to the last.</param>
/// <param name="Spent">What all of them took of the machine; other than time it hardly depends on who else works on it.</param>
internal sealed record Latencies(double[] Each, TimeSpan Elapsed, Spending Spent)
{
    public double PerSecond => Each.Length / Elapsed.TotalSeconds;

    public double Percentile(double share) => Each[Math.Min(Each.Length - 1, (int)(share * Each.Length))];

    /// <param name="calls">How many.</param>
    /// <param name="callers">How many at once.</param>
    /// <param name="call">Does the n-th.</param>
    public static async Task<Latencies> MeasureAsync(int calls, int callers, Func<int, Task> call)
    {
        var each = new ConcurrentBag<double>();
        var next = -1;
        var before = Spending.Now();
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < calls;)
            {
                var began = Stopwatch.GetTimestamp();
                await call(i);
                each.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            }
        })));
        return new([.. each.Order()], Stopwatch.GetElapsedTime(start), Spending.Now() - before);
    }
}
