using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>The functions of <c>wwwroot</c>. None returns a task: what ends later is told by the number of its call.</summary>
/// <remarks>Calling one before the module is there ends the runtime, so all calls go through <see cref="BrowserModule"/>.</remarks>
[SupportedOSPlatform("browser")]
internal static partial class Imports
{
    public const string Module = "PeerPersistence.Browser";

    /// <summary>Relative to <c>_framework/dotnet.js</c>.</summary>
    public const string Path = "../_content/PeerPersistence.Browser/peerpersistence.js";

    [JSImport("attach", Module)]
    public static partial void Attach(
        [JSMarshalAs<JSType.Function<JSType.Number, JSType.Number, JSType.String>>] Action<int, int, string?> complete,
        [JSMarshalAs<JSType.Function<JSType.Number>>] Action<int> signal);

    [JSImport("take", Module)]
    public static partial byte[] Take(int slot);

    [JSImport("takeStrings", Module)]
    public static partial string[] TakeStrings(int slot);

    [JSImport("storeOpen", Module)]
    public static partial void StoreOpen(string kind, string name, int milliseconds, bool isStrict, int call);

    /// <summary>Asks a store for something, by the name of one of its functions.</summary>
    [JSImport("storeAsk", Module)]
    public static partial void StoreAsk(int store, string verb, byte[]? frame, int call);

    [JSImport("crypt", Module)]
    public static partial void Crypt(
        string verb, byte[] key, byte[] nonce, byte[] text, byte[] context,
        [JSMarshalAs<JSType.MemoryView>] ArraySegment<byte> destination, int call);

    [JSImport("pbkdf2", Module)]
    public static partial void Pbkdf2(byte[] password, byte[] salt, int rounds, int length, int call);

    [JSImport("master", Module)]
    public static partial void Master(string verb, string name, byte[] key, byte[] context, int call);

    [JSImport("storage", Module)]
    public static partial void Storage(string verb, int call);
}
