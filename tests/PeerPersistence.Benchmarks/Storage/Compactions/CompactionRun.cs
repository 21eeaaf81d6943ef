using System.Diagnostics;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>What writers and a disk go through.</summary>
/// <param name="CommitsPerSecond">Of all writers.</param>
/// <param name="Compactions">That ended.</param>
/// <param name="Longest">How long a commit took at most.</param>
/// <param name="Standstills">The longest times in which no commit ended.</param>
/// <param name="Idle">How late a thread that does nothing was woken at most.</param>
/// <param name="File">The store's file at its largest, × what lives.</param>
/// <param name="Both">The file and its copy at their largest, × what lives.</param>
/// <param name="OfBound">The file at its largest, × 2.5 times what lives and the floor.</param>
internal sealed record CompactionRun(
    double CommitsPerSecond, int Compactions, TimeSpan Longest, Standstills Standstills, TimeSpan Idle, double File, double Both,
    double OfBound)
{
    public static async Task<CompactionRun> RunAsync(Records records, long floor, TimeSpan time)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Sub("store"), "peers.db");
        var files = new TimedFileSystem();
        await using var store = await FileKeyValueStore.OpenAsync(path, new() { CompactionFloorBytes = floor }, files, CancellationToken.None);
        foreach (var chunk in records.Chunks)
        {
            var batch = new KeyValueBatch();
            foreach (var (key, value) in chunk)
                batch.Set(key, value);
            await store.CommitAsync(batch);
        }

        using var stop = new CancellationTokenSource();
        var sizes = WatchAsync(path, stop.Token);
        using var idle = new IdleThread();
        var commits = 0;
        var standstills = new Standstills(files);
        var (start, longest) = (Stopwatch.GetTimestamp(), new TimeSpan[Writers.Count]);
        await Task.WhenAll(Enumerable.Range(0, Writers.Count).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time; begun = Stopwatch.GetTimestamp())
            {
                await store.CommitAsync(new KeyValueBatch().Set(records.AnyKey(random), records.AnyValue(random)));
                var took = Stopwatch.GetElapsedTime(begun);
                longest[writer] = took > longest[writer] ? took : longest[writer];
                standstills.Note();
                Interlocked.Increment(ref commits);
            }
        })));
        await stop.CancelAsync();
        var (compactions, file, both) = await sizes;
        return new(
            commits / Stopwatch.GetElapsedTime(start).TotalSeconds, compactions, longest.Max(), standstills, idle.Latest,
            file / (double)records.LiveBytes, both / (double)records.LiveBytes, file / (2.5 * records.LiveBytes + floor));
    }

    private static async Task<(int Compactions, long File, long Both)> WatchAsync(string path, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        var (compactions, file, both, last) = (0, 0L, 0L, 0L);
        while (!stop.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            var length = LengthOf(path);
            compactions += length < last ? 1 : 0;
            (file, both, last) = (Math.Max(file, length), Math.Max(both, length + LengthOf(path + ".fresh")), length);
        }

        return (compactions, file, both);
    }

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
