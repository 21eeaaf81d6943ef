using System.Diagnostics;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>How long something took.</summary>
internal static class Timing
{
    public static async Task<TimeSpan> OnceAsync(Func<Task> action)
    {
        var start = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>The median of several, each timed by itself: whoever else had the processor meanwhile counts for one only.</summary>
    public static async Task<TimeSpan> MedianAsync(int count, Func<Task> action)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
            times[i] = (await OnceAsync(action)).TotalMicroseconds;
        return TimeSpan.FromMicroseconds(Median(times));
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
