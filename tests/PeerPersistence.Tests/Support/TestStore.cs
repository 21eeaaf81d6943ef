using System.Text;

namespace PeerPersistence.Tests;

/// <summary>What a test may want to see of a store.</summary>
internal static class TestStore
{
    public static async Task<string?> TextAsync(this IKeyValueStore store, string key) =>
        await store.GetAsync(key) is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;

    public static async Task SetTextAsync(this IKeyValueStore store, string key, string text) =>
        await store.CommitAsync(new KeyValueBatch().Set(key, Encoding.UTF8.GetBytes(text)));

    public static async Task<SortedDictionary<string, string>> DumpAsync(this IKeyValueStore store)
    {
        var dump = new SortedDictionary<string, string>(StringComparer.Ordinal);
        await foreach (var (key, value) in store.ScanAsync(""))
            dump[key] = Encoding.UTF8.GetString(value.Span);
        return dump;
    }
}
