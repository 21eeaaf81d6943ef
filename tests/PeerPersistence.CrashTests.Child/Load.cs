using System.Text;

namespace PeerPersistence.CrashTests.Child;

/// <summary>Commits without end, and tells each commit that was acknowledged.</summary>
internal static class Load
{
    public static async Task<int> RunAsync(string path, int writers)
    {
        await using var store = await FileKeyValueStore.OpenAsync(path, new() { CompactionFloorBytes = 200_000 });
        return await RunAsync(store, writers);
    }

    public static async Task<int> RunSqliteAsync(string path, int writers)
    {
        await using var store = await SqliteKeyValueStore.OpenAsync(path);
        return await RunAsync(store, writers);
    }

    private static async Task<int> RunAsync(IKeyValueStore store, int writers)
    {
        await using var output = Console.OpenStandardOutput();
        Tell(output, "open");
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAsync(store, output, writer))));
        return 0;
    }

    /// <summary>Counts up from where an earlier life ended. The two keys always hold the same number.</summary>
    private static async Task WriteAsync(IKeyValueStore store, Stream output, int writer)
    {
        var last = await store.GetAsync($"first-{writer}");
        for (var number = last is { } value ? Number(value) + 1 : 1; ; number++)
        {
            var bytes = Value(number);
            var batch = new KeyValueBatch().Set($"first-{writer}", bytes).Set($"second-{writer}", bytes).Set($"log-{writer}-{number % 50}", bytes);
            if (await store.CommitAsync(batch))
                Tell(output, $"{writer} {number}");
        }
    }

    private static byte[] Value(long number)
    {
        var value = new byte[100 + number % 1400];
        value.AsSpan().Fill((byte)number);
        Encoding.ASCII.GetBytes($"{number,19}|").CopyTo(value, 0);
        return value;
    }

    private static long Number(ReadOnlyMemory<byte> value) => long.Parse(Encoding.ASCII.GetString(value.Span[..19]), provider: null);

    internal static void Tell(Stream output, string line)
    {
        // One write a line: a kill leaves whole lines.
        lock (output)
            output.Write(Encoding.ASCII.GetBytes(line + '\n'));
    }
}
