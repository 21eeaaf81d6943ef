using System.Diagnostics;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>What writers and a disk go through.</summary>
/// <param name="CommitsPerSecond">Of all writers.</param>
/// <param name="Compactions">That ended.</param>
/// <param name="Longest">How long a commit took at most.</param>
/// <param name="Standstill">The longest time in which no commit ended.</param>
/// <param name="File">The store's file at its largest, × what lives.</param>
/// <param name="Both">The file and its copy at their largest, × what lives.</param>
/// <param name="OfBound">The file at its largest, × 2.5 times what lives and the floor.</param>
/// <param name="Pauses">How often no commit ended for 50 ms, while it was compacted and otherwise: then the disk or the machine was busy.</param>
/// <param name="Compacting">The share of the time in which it was compacted.</param>
internal sealed record CompactionRun(
    double CommitsPerSecond, int Compactions, TimeSpan Longest, TimeSpan Standstill, double File, double Both, double OfBound, (int Compacting, int Otherwise) Pauses, double Compacting)
{
    private const string Copy = ".fresh";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    public static async Task<CompactionRun> RunAsync(Records records, long floor, TimeSpan time)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Sub("store"), "peers.db");
        await using var store = await FileKeyValueStore.OpenAsync(path, new() { CompactionFloorBytes = floor });
        foreach (var chunk in records.Chunks)
        {
            var batch = new KeyValueBatch();
            foreach (var (key, value) in chunk)
                batch.Set(key, value);
            await store.CommitAsync(batch);
        }

        using var stop = new CancellationTokenSource();
        var sizes = WatchAsync(path, stop.Token);
        var commits = 0;
        var pauses = new int[2];
        var (start, longest, standstill) = (Stopwatch.GetTimestamp(), new TimeSpan[Writers.Count], new TimeSpan[Writers.Count]);
        var last = start;
        await Task.WhenAll(Enumerable.Range(0, Writers.Count).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time; begun = Stopwatch.GetTimestamp())
            {
                await store.CommitAsync(new KeyValueBatch().Set(records.AnyKey(random), records.AnyValue(random)));
                longest[writer] = Max(longest[writer], Stopwatch.GetElapsedTime(begun));
                var stood = Stopwatch.GetElapsedTime(Interlocked.Exchange(ref last, Stopwatch.GetTimestamp()));
                standstill[writer] = Max(standstill[writer], stood);
                if (stood > s_pause)
                    Interlocked.Increment(ref pauses[System.IO.File.Exists(path + Copy) ? 0 : 1]);
                Interlocked.Increment(ref commits);
            }
        })));
        await stop.CancelAsync();
        var (compactions, file, both, compacting) = await sizes;
        return new(
            commits / Stopwatch.GetElapsedTime(start).TotalSeconds, compactions, longest.Max(), standstill.Max(), file / (double)records.LiveBytes,
            both / (double)records.LiveBytes, file / (2.5 * records.LiveBytes + floor), (pauses[0], pauses[1]), compacting);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan another) => one > another ? one : another;

    private static async Task<(int Compactions, long File, long Both, double Compacting)> WatchAsync(string path, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        var (compactions, file, both, last, looks, copies) = (0, 0L, 0L, 0L, 0, 0);
        while (!stop.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            var length = LengthOf(path);
            compactions += length < last ? 1 : 0;
            var copy = LengthOf(path + Copy);
            (file, both, last) = (Math.Max(file, length), Math.Max(both, length + copy), length);
            (looks, copies) = (looks + 1, copies + (copy > 0 ? 1 : 0));
        }

        return (compactions, file, both, (double)copies / looks);
    }

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
