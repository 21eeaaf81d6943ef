using System.Runtime.InteropServices.JavaScript;
using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>The browser's AES-GCM. Browsers have it on pages from https or localhost.</summary>
[SupportedOSPlatform("browser")]
internal sealed class WebCryptoCipher : IAeadCipher
{
    private bool? _isSupported;

    /// <summary>Asked without the module, which may not be there yet.</summary>
    public bool IsSupported => _isSupported ??= HasSubtleCrypto();

    public ValueTask EncryptAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> plaintext,
        ReadOnlyMemory<byte> associatedData, Memory<byte> destination, CancellationToken cancellationToken) =>
        new(CryptAsync("encrypt", key, nonce, plaintext, associatedData, destination, cancellationToken));

    public ValueTask<bool> DecryptAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> ciphertextAndTag,
        ReadOnlyMemory<byte> associatedData, Memory<byte> destination, CancellationToken cancellationToken) =>
        new(CryptAsync("decrypt", key, nonce, ciphertextAndTag, associatedData, destination, cancellationToken));

    private static Task<bool> CryptAsync(
        string verb, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> context,
        Memory<byte> destination, CancellationToken cancellationToken) => cancellationToken.IsCancellationRequested
        ? Task.FromCanceled<bool>(cancellationToken)
        : BrowserModule.Instance.AskAsync(
            verb, Frames.Pairs(new("", key), new("", nonce), new("", text), new("", context)), slot => Fill(destination.Span, slot));

    private static bool Fill(Span<byte> destination, int slot)
    {
        if (slot == 0)
            return false;
        var bytes = Imports.Take(slot);
        bytes.CopyTo(destination);
        Array.Clear(bytes);
        return true;
    }

    private static bool HasSubtleCrypto()
    {
        using var crypto = JSHost.GlobalThis.GetPropertyAsJSObject("crypto");
        return crypto?.GetTypeOfProperty("subtle") == "object";
    }
}
