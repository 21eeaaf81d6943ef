using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Browser.TestApp;

/// <summary>What the JavaScript original left in localStorage.</summary>
internal static class Original
{
    private const string OriginalKey = "iIOYVmGBdtlicCpvcfavmVuq";

    /// <summary>As the original left it.</summary>
    public static Task<string> SetAsync(string _)
    {
        using var dump = JsonDocument.Parse(Resource("localStorage.json"));
        foreach (var pair in dump.RootElement.EnumerateObject())
            Page.Set(pair.Name, pair.Value.GetString()!);
        return Task.FromResult($"{dump.RootElement.EnumerateObject().Count()}");
    }

    public static Task<string> InPlaceAsync(string _) => LookAsync(builder => builder.UseLocalStorage());

    public static Task<string> MovedAsync(string _) => LookAsync(
        builder => builder.UseIndexedDb("moved", options => options.MoveFromLocalStorage = true));

    /// <summary>What a page leaves that died after everything was committed, before anything was removed.</summary>
    public static async Task<string> MovedByHalfAsync(string _)
    {
        var batch = new KeyValueBatch();
        foreach (var key in Page.Keys().Where(key => key.StartsWith("mesh:", StringComparison.Ordinal)))
            batch.Set(key, System.Text.Encoding.UTF8.GetBytes(Page.Get(key)!));
        await using var store = new IndexedDbKeyValueStore("moved");
        return $"{await store.CommitAsync(batch)}";
    }

    /// <summary>How many peers, how many secrets as expected, and what lies in localStorage afterwards.</summary>
    private static async Task<string> LookAsync(Action<IPeerPersistenceBuilder> name)
    {
        await using var provider = Services.Provider(name);
        var peers = provider.GetRequiredService<IPeerPersistenceService>();
        using var expected = JsonDocument.Parse(Resource("expected.json"));
        var ids = await peers.GetAllPeerIdsAsync();
        var right = 0;
        foreach (var secret in expected.RootElement.GetProperty("secrets").EnumerateObject().Where(each => each.Value.ValueKind == JsonValueKind.String))
            right += (await peers.GetPeerAsync(secret.Name))?.SharedSecret == secret.Value.GetString() ? 1 : 0;
        var (left, keyIsLeft) = (0, false);
        foreach (var key in Page.Keys())
        {
            left += key.StartsWith("mesh:", StringComparison.Ordinal) ? 1 : 0;
            keyIsLeft |= Page.Get(key)!.Contains(OriginalKey, StringComparison.Ordinal);
        }

        return $"{ids.Count} peers, {right} secrets, {left} keys, old key there: {keyIsLeft}";
    }

    private static string Resource(string name)
    {
        using var stream = new StreamReader(typeof(Original).Assembly.GetManifestResourceStream(name)!);
        return stream.ReadToEnd();
    }
}
