using System.Globalization;
using System.Text;

namespace PeerPersistence.Browser.TestApp;

/// <summary>A store that stays open from scenario to scenario, and a counter in it. "kind …", or nothing: the one that is open.</summary>
internal static class Counter
{
    private static IKeyValueStore? s_store;

    public static async Task<string> OpenAsync(string kind)
    {
        s_store = kind switch
        {
            "indexeddb" => new IndexedDbKeyValueStore("counter"),
            "impatient" => new IndexedDbKeyValueStore("counter", new() { OpenTimeout = TimeSpan.FromMilliseconds(300) }),
            "localstorage" => new LocalStorageKeyValueStore("counter/"),
            "localstorage-patient" => new LocalStorageKeyValueStore("counter/", new() { LockTimeout = TimeSpan.FromMinutes(5) }),
            "localstorage-now" => new LocalStorageKeyValueStore("counter/", new() { LockTimeout = TimeSpan.FromMilliseconds(100) }),
            _ => throw new ArgumentException(kind),
        };
        return await ReadAsync("");
    }

    public static async Task<string> IncrementAsync(string times)
    {
        for (var left = int.Parse(times, CultureInfo.InvariantCulture); left > 0;)
        {
            var old = await s_store!.GetAsync("counter");
            var batch = new KeyValueBatch().Expect("counter", old).Set("counter", Bytes(Number(old) + 1));
            if (await s_store.CommitAsync(batch))
                left--;
        }

        return await ReadAsync("");
    }

    public static async Task<string> ReadAsync(string _) => Number(await s_store!.GetAsync("counter")).ToString(CultureInfo.InvariantCulture);

    /// <summary>Tells the server of every commit that was acknowledged, until somebody ends the browser.</summary>
    public static async Task<string> WriteAsync(string _)
    {
        using var http = new HttpClient { BaseAddress = new(Page.Origin()) };
        for (var i = 1; ; i++)
        {
            await s_store!.CommitAsync(new KeyValueBatch().Set("counter", Bytes(i)));
            await http.PostAsync(new Uri($"/acknowledged?{i}", UriKind.Relative), null);
        }
    }

    /// <summary>Commits values of so many bytes until there is no room, then removes and writes again.</summary>
    public static async Task<string> FillAsync(string bytes)
    {
        var value = new byte[int.Parse(bytes, CultureInfo.InvariantCulture)];
        new Random(1).NextBytes(value);
        var fitted = 0;
        try
        {
            for (; fitted < 1000; fitted++)
                await s_store!.CommitAsync(new KeyValueBatch().Set($"filling {fitted:000}", value));
        }
        catch (StoreFullException)
        {
            var there = 0;
            await foreach (var pair in s_store!.ScanAsync("filling "))
                there += pair.Value.Length == value.Length ? 1 : 0;
            var tracking = s_store.Ability<IChangeTrackingStore>()!;
            var token = (await tracking.GetChangesAsync(null)).Token;
            var batch = new KeyValueBatch();
            for (var i = 0; i < fitted; i++)
                batch.Remove($"filling {i:000}");
            await s_store.CommitAsync(batch);
            await s_store.CommitAsync(new KeyValueBatch().Set("again", value.AsMemory(0, 10)));
            var isTold = (await tracking.GetChangesAsync(token)).Keys is not { } keys || keys.Contains("filling 000");
            return $"full after {fitted}, {there} there, writes again, {(isTold ? "told" : "not told")}";
        }

        return $"never full, {fitted} there";
    }

    public static async Task<string> CloseAsync(string _)
    {
        if (s_store is IAsyncDisposable store)
            await store.DisposeAsync();
        return "";
    }

    private static int Number(ReadOnlyMemory<byte>? value) =>
        value is { } bytes ? int.Parse(Encoding.UTF8.GetString(bytes.Span), CultureInfo.InvariantCulture) : 0;

    private static byte[] Bytes(int number) => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture));
}
