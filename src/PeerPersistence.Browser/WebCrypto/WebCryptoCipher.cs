using System.Runtime.InteropServices;
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

    public async ValueTask EncryptAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> plaintext,
        ReadOnlyMemory<byte> associatedData, Memory<byte> destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var target = ArrayOf(destination[..(plaintext.Length + Envelope.TagLength)]);
        await BrowserModule.Instance.CallAsync(call => Imports.Encrypt(
            key.ToArray(), nonce.ToArray(), plaintext.ToArray(), associatedData.ToArray(), target, call)).ConfigureAwait(false);
    }

    public async ValueTask<bool> DecryptAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> ciphertextAndTag,
        ReadOnlyMemory<byte> associatedData, Memory<byte> destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var target = ArrayOf(destination[..(ciphertextAndTag.Length - Envelope.TagLength)]);
        return await BrowserModule.Instance.CallAsync(call => Imports.Decrypt(
            key.ToArray(), nonce.ToArray(), ciphertextAndTag.ToArray(), associatedData.ToArray(), target, call)).ConfigureAwait(false) == 1;
    }

    private static ArraySegment<byte> ArrayOf(Memory<byte> memory) =>
        MemoryMarshal.TryGetArray<byte>(memory, out var array)
            ? array
            : throw new NotSupportedException("The destination must be an array.");

    private static bool HasSubtleCrypto()
    {
        using var crypto = JSHost.GlobalThis.GetPropertyAsJSObject("crypto");
        return crypto?.GetTypeOfProperty("subtle") == "object";
    }
}
