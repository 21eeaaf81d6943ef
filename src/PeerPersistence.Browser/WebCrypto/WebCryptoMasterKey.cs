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
            return await BrowserModule.Instance.FetchAsync(call => Imports.MasterWrap(name, dataKey, context, call)).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(dataKey);
        }
    }

    public static Task<byte[]> UnwrapAsync(string name, byte[] wrapped, byte[] context)
    {
        ThrowIfNotSupported();
        return BrowserModule.Instance.FetchAsync(call => Imports.MasterUnwrap(name, wrapped, context, call));
    }

    private static void ThrowIfNotSupported()
    {
        WebCryptography.UseHere();
        EnvelopeCipher.Default.ThrowIfNotSupported();
    }
}
