using System.Globalization;

namespace PeerPersistence.Sqlite.Tests.Processes;

/// <summary>What the other process does.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        await using var store = await SqliteKeyValueStore.OpenAsync(arguments[1]);
        await (arguments[0] switch
        {
            "count" => CountAsync(store, int.Parse(arguments[2], CultureInfo.InvariantCulture)),
            "compact" => store.CompactAsync(),
            "fill" => FillAsync(store),
            "write" => WriteAsync(store, arguments[2]),
            "obey" => ObeyAsync(store),
            var unknown => throw new ArgumentException($"What is '{unknown}'?"),
        });
        return 0;
    }

    /// <summary>Raises two counters from several threads, with expectations.</summary>
    public static Task CountAsync(IKeyValueStore store, int times) => Task.WhenAll(Enumerable.Range(0, 4).Select(lane => Task.Run(async () =>
    {
        for (var done = 0; done < times;)
        {
            var key = $"counter {done % 2}";
            var read = await store.GetAsync(key);
            var next = read is { } bytes ? BitConverter.ToInt32(bytes.Span) + 1 : 1;
            if (await store.CommitAsync(new KeyValueBatch().Expect(key, read).Set(key, BitConverter.GetBytes(next))))
                done++;
        }
    })));

    /// <summary>More than SQLite's page cache holds, in one commit; then rewrites it all.</summary>
    private static async Task FillAsync(SqliteKeyValueStore store)
    {
        var batch = new KeyValueBatch();
        for (var i = 0; i < 8000; i++)
            batch.Set($"{i}", new byte[2000]);
        (await store.CommitAsync(batch)).Should().BeTrue();
        await store.CompactAsync();
    }

    /// <summary>Commits pairs of keys until it is killed, and says so for each as soon as it is acknowledged.</summary>
    private static Task WriteAsync(SqliteKeyValueStore store, string name) => Task.WhenAll(Enumerable.Range(0, 8).Select(lane => Task.Run(async () =>
    {
        for (var i = 0; ; i++)
        {
            var key = $"{name}:{lane}:{i:000000}";
            await store.CommitAsync(new KeyValueBatch().Set(key + ":a", new byte[700]).Set(key + ":b", new byte[700]));
            await Console.Out.WriteLineAsync(key);
        }
    })));

    /// <summary>Sets each key it is told.</summary>
    private static async Task ObeyAsync(SqliteKeyValueStore store)
    {
        await Console.Out.WriteLineAsync("ready");
        while (await Console.In.ReadLineAsync() is { } key)
        {
            await store.PutAsync(key, "by another process");
            await Console.Out.WriteLineAsync("done");
        }
    }
}
