using System.Text;

namespace PeerPersistence.Tests.Storage.Files;

internal static class StoreHelpers
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static async Task<string?> GetTextAsync(this IKeyValueStore store, string key) =>
        await store.GetAsync(key) is { } value ? Encoding.UTF8.GetString(value.Span) : null;

    public static async Task SetTextAsync(this IKeyValueStore store, string key, string value) =>
        (await store.CommitAsync(new KeyValueBatch().Set(key, Bytes(value)))).Should().BeTrue();

    public static async Task<Dictionary<string, string>> AllAsync(this IKeyValueStore store, string prefix = "")
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        await foreach (var (key, value) in store.ScanAsync(prefix))
            all.Add(key, Encoding.UTF8.GetString(value.Span));
        return all;
    }
}
