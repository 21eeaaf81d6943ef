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
    public static async Task<TimeSpan> MedianAsync(int count, Func<Task> action) =>
        TimeSpan.FromMicroseconds(Median(await EachAsync(count, action)));

    /// <summary>Microseconds of each.</summary>
    public static async Task<double[]> EachAsync(int count, Func<Task> action)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
            times[i] = (await OnceAsync(action)).TotalMicroseconds;
        return times;
    }

    /// <summary>Within this 99 of 100 are.</summary>
    public static double Percentile99(IReadOnlyCollection<double> values) => values.Order().ElementAt((values.Count * 99 / 100) - 1);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
