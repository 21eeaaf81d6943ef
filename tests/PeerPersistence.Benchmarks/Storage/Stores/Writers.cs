using System.Diagnostics;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>Many who write known records at the same time, each waiting for its commit before the next.</summary>
internal static class Writers
{
    public const int Count = 64;

    /// <returns>Commits a second.</returns>
    public static async Task<double> RunAsync(ICommitter committer, Records records, TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Count).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            var commits = 0;
            for (; Stopwatch.GetElapsedTime(start) < time; commits++)
                await committer.CommitAsync(records.AnyKey(random), records.AnyValue(random));
            return commits;
        })));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
