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

    [JSImport("storeClose", Module)]
    public static partial void StoreClose(int store, int call);

    [JSImport("storeErase", Module)]
    public static partial void StoreErase(int store, int call);

    [JSImport("storeGet", Module)]
    public static partial void StoreGet(int store, byte[] key, int call);

    [JSImport("storeGetMany", Module)]
    public static partial void StoreGetMany(int store, byte[] keys, int call);

    [JSImport("storeScan", Module)]
    public static partial void StoreScan(int store, byte[] prefix, int call);

    [JSImport("storeCommit", Module)]
    public static partial void StoreCommit(int store, byte[] batch, int call);

    [JSImport("storeChanges", Module)]
    public static partial void StoreChanges(int store, string? token, int call);

    [JSImport("encrypt", Module)]
    public static partial void Encrypt(
        byte[] key, byte[] nonce, byte[] plaintext, byte[] context,
        [JSMarshalAs<JSType.MemoryView>] ArraySegment<byte> destination, int call);

    [JSImport("decrypt", Module)]
    public static partial void Decrypt(
        byte[] key, byte[] nonce, byte[] ciphertextAndTag, byte[] context,
        [JSMarshalAs<JSType.MemoryView>] ArraySegment<byte> destination, int call);

    [JSImport("pbkdf2", Module)]
    public static partial void Pbkdf2(byte[] password, byte[] salt, int rounds, int length, int call);

    [JSImport("masterWrap", Module)]
    public static partial void MasterWrap(string name, byte[] key, byte[] context, int call);

    [JSImport("masterUnwrap", Module)]
    public static partial void MasterUnwrap(string name, byte[] wrapped, byte[] context, int call);

    [JSImport("storageEstimate", Module)]
    public static partial void StorageEstimate(int call);

    [JSImport("storagePersist", Module)]
    public static partial void StoragePersist(int call);
}
