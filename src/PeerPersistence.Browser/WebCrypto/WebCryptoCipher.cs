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
        var target = destination[..(plaintext.Length + Envelope.TagLength)];
        await CryptAsync("encrypt", key, nonce, plaintext, associatedData, target).ConfigureAwait(false);
    }

    public async ValueTask<bool> DecryptAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> ciphertextAndTag,
        ReadOnlyMemory<byte> associatedData, Memory<byte> destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var target = destination[..(ciphertextAndTag.Length - Envelope.TagLength)];
        return await CryptAsync("decrypt", key, nonce, ciphertextAndTag, associatedData, target).ConfigureAwait(false) == 1;
    }

    private static Task<int> CryptAsync(
        string verb, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> text, ReadOnlyMemory<byte> context,
        Memory<byte> destination)
    {
        var target = ArrayOf(destination);
        return BrowserModule.Instance.CallAsync(call => Imports.Crypt(
            verb, key.ToArray(), nonce.ToArray(), text.ToArray(), context.ToArray(), target, call));
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
