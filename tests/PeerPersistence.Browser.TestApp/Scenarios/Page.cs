using System.Runtime.InteropServices.JavaScript;

namespace PeerPersistence.Browser.TestApp;

/// <summary>The page's own things, as any script sees them.</summary>
internal static partial class Page
{
    [JSImport("globalThis.localStorage.setItem")]
    public static partial void Set(string key, string value);

    [JSImport("globalThis.localStorage.getItem")]
    public static partial string? Get(string key);

    [JSImport("globalThis.localStorage.clear")]
    public static partial void Clear();

    public static IEnumerable<string> Keys() => Enumerable.Range(0, int.MaxValue).Select(Key).TakeWhile(key => key is not null)!;

    [JSImport("globalThis.localStorage.key")]
    private static partial string? Key(int number);

    [JSImport("globalThis.origin.toString")]
    public static partial string Origin();
}
