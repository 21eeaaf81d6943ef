using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>Wraps and unwraps with a key that the browser holds. Arrays that it is given are its own: it clears them.</summary>
[SupportedOSPlatform("browser")]
internal static class WebCryptoMasterKey
{
    public static async Task<byte[]> WrapAsync(string name, byte[] dataKey, byte[] context)
    {
        ThrowIfNotSupported();
        try
        {
            return await AskAsync("wrap", name, dataKey, context).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    public static Task<byte[]> UnwrapAsync(string name, byte[] wrapped, byte[] context)
    {
        ThrowIfNotSupported();
        return AskAsync("unwrap", name, wrapped, context);
    }

    private static Task<byte[]> AskAsync(string verb, string name, byte[] key, byte[] context) =>
        BrowserModule.Instance.FetchAsync(call => Imports.Master(verb, name, key, context, call));

    private static void ThrowIfNotSupported()
    {
        WebCryptography.UseHere();
        EnvelopeCipher.Default.ThrowIfNotSupported();
    }
}
