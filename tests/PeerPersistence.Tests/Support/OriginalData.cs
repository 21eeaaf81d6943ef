using System.Text;
using System.Text.Json;

namespace PeerPersistence.Tests;

/// <summary>What the original wrote for a user with 40 peers, and its own answers.</summary>
internal static class OriginalData
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "browser-original");

    public static JsonElement Expected { get; } = Parse("expected.json");

    public static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeMilliseconds(Expected.GetProperty("now").GetInt64());

    public static string LocalStorage { get; } = File.ReadAllText(Path.Combine(Folder, "localStorage.json"));

    public static string Export { get; } = File.ReadAllText(Path.Combine(Folder, "export.json"));

    public static IReadOnlyDictionary<string, string?> Secrets { get; } =
        Expected.GetProperty("secrets").EnumerateObject().ToDictionary(secret => secret.Name, secret => secret.Value.GetString());

    /// <summary>Its key, base64url, as it stands in clear beside the data.</summary>
    public const string Key = "iIOYVmGBdtlicCpvcfavmVuq-rpUGwBMiSzh8loKMgQ";

    /// <summary>The ids, and scores, that a query of the original gave, in order.</summary>
    public static IReadOnlyList<(string PeerId, int Quality)> Query(string name) =>
        [.. Expected.GetProperty("queries").GetProperty(name).EnumerateArray().Select(row => (row[0].GetString()!, row[1].GetInt32()))];

    /// <summary>The browser's storage in memory.</summary>
    public static async Task<InMemoryKeyValueStore> StoreAsync()
    {
        var store = new InMemoryKeyValueStore();
        var batch = new KeyValueBatch();
        foreach (var item in Parse("localStorage.json").EnumerateObject())
            batch.Set(item.Name, Encoding.UTF8.GetBytes(item.Value.GetString()!));
        await store.CommitAsync(batch);
        return store;
    }

    private static JsonElement Parse(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file)));
        return document.RootElement.Clone();
    }
}
