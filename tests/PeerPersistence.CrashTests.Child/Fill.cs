using System.Runtime.InteropServices;

namespace PeerPersistence.CrashTests.Child;

/// <summary>Commits until there is no room, reads all, makes room, and commits again.</summary>
internal static class Fill
{
    public const int OpenFiles = 7;

    private const int FileSize = 1;

    public static async Task<int> RunAsync(string path, ulong? limitBytes)
    {
        var ballast = Path.Combine(Path.GetDirectoryName(path)!, "ballast");
        if (limitBytes is null)
            await File.WriteAllBytesAsync(ballast, new byte[300_000]);
        await using var store = await FileKeyValueStore.OpenAsync(path, new() { CompactionFloorBytes = long.MaxValue });
        if (limitBytes is { } limit)
            SetLimit(FileSize, limit);

        var stored = await FillAsync(store);
        Console.WriteLine($"full {stored}");
        Require(await CountAsync(store) == stored, "what was acknowledged is readable, and nothing else");

        // Many at once: each is refused, none is half there.
        var refused = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => IsRefusedAsync(store, $"late-{i}")));
        Require(refused.Where(one => one).Any(), "it is still full");
        Require(await CountAsync(store) == stored + refused.Count(one => !one), "refused commits are not there");

        if (limitBytes is null)
            File.Delete(ballast);
        else
            SetLimit(FileSize, 100_000_000);
        Require(await store.CommitAsync(new KeyValueBatch().Set("after", new byte[5000])), "there is room again");
        Console.WriteLine("done");
        return 0;
    }

    private static async Task<int> FillAsync(FileKeyValueStore store)
    {
        for (var stored = 0; ; stored++)
        {
            if (await IsRefusedAsync(store, $"key-{stored}"))
                return stored;
        }
    }

    private static async Task<bool> IsRefusedAsync(FileKeyValueStore store, string key)
    {
        try
        {
            await store.CommitAsync(new KeyValueBatch().Set(key, new byte[5000]));
            return false;
        }
        catch (StoreFullException)
        {
            return true;
        }
    }

    private static async Task<int> CountAsync(FileKeyValueStore store)
    {
        var count = 0;
        await foreach (var _ in store.ScanAsync(""))
            count++;
        return count;
    }

    private static void Require(bool condition, string what)
    {
        if (!condition)
            throw new InvalidOperationException($"Not so: {what}.");
    }

    internal static unsafe void SetLimit(int what, ulong most)
    {
        // The soft limit only, so that it can be raised again.
        var limits = stackalloc ulong[2];
        Require(GetResourceLimit(what, limits) == 0, "the limit can be read");
        limits[0] = most;
        Require(SetResourceLimit(what, limits) == 0, "the limit can be set");
    }

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern unsafe int GetResourceLimit(int resource, ulong* limits);

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern unsafe int SetResourceLimit(int resource, ulong* limits);
}
