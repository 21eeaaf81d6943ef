using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>Wraps and unwraps with a key that the browser holds.</summary>
[SupportedOSPlatform("browser")]
internal static class WebCryptoMasterKey
{
    public static Task<byte[]> AskAsync(string verb, string name, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> context)
    {
        WebCryptography.UseHere();
        EnvelopeCipher.Default.ThrowIfNotSupported();
        return BrowserModule.Instance.AskAsync(verb, Frames.Pairs(new(name, key), new("", context)), Imports.Take);
    }
}
