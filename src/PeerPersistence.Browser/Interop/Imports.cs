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

    [JSImport("idbOpen", Module)]
    public static partial void IdbOpen(string name, int milliseconds, int call);

    [JSImport("idbClose", Module)]
    public static partial void IdbClose(int store, int call);

    [JSImport("idbErase", Module)]
    public static partial void IdbErase(int store, int call);

    [JSImport("idbGet", Module)]
    public static partial void IdbGet(int store, byte[] key, int call);

    [JSImport("idbGetMany", Module)]
    public static partial void IdbGetMany(int store, byte[] keys, int call);

    [JSImport("idbScan", Module)]
    public static partial void IdbScan(int store, byte[] prefix, int call);

    [JSImport("idbCommit", Module)]
    public static partial void IdbCommit(int store, byte[] batch, bool isStrict, int call);

    [JSImport("idbChanges", Module)]
    public static partial void IdbChanges(int store, string? token, int call);

    [JSImport("lsOpen", Module)]
    public static partial void LsOpen(string area, int milliseconds, int call);

    [JSImport("lsClose", Module)]
    public static partial void LsClose(int store, int call);

    [JSImport("lsGet", Module)]
    public static partial int LsGet(int store, byte[] key);

    [JSImport("lsGetMany", Module)]
    public static partial int LsGetMany(int store, byte[] keys);

    [JSImport("lsScan", Module)]
    public static partial int LsScan(int store, byte[] prefix);

    [JSImport("lsCommit", Module)]
    public static partial int LsCommit(int store, byte[] batch);

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
