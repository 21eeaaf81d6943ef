using System.Diagnostics;

namespace PeerPersistence.Benchmarks.Protection;

/// <summary>Measures several things turn by turn, so that whatever else the machine does hits all of them alike.</summary>
internal static class Alternating
{
    /// <summary>So few that most turns end within the time that a busy system gives a thread at once.</summary>
    private const int CallsInATurn = 10;

    /// <returns>The median of a call of each, in microseconds.</returns>
    public static async Task<double[]> MeasureAsync(int turns, IReadOnlyList<Func<int, Task>> calls)
    {
        var times = calls.Select(_ => new List<double>(turns)).ToArray();
        for (var turn = 0; turn < turns; turn++)
        {
            for (var which = 0; which < calls.Count; which++)
            {
                var start = Stopwatch.GetTimestamp();
                for (var i = 0; i < CallsInATurn; i++)
                    await calls[which]((turn * CallsInATurn) + i);
                times[which].Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / CallsInATurn);
            }
        }

        // The first turns warm up.
        return [.. times.Select(each => each.Skip(turns / 5).Order().ElementAt((turns - (turns / 5)) / 2))];
    }
}
