using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>The runtime's AES-GCM. Browsers and some older Apple systems have none.</summary>
internal sealed class AesGcmCipher : IAeadCipher
{
    public const string NotSupported =
        "This platform has no AES-GCM. In a browser name PeerPersistence.Browser's UseIndexedDb() or UseWebCrypto(), on a page from https "
        + "or localhost. Elsewhere keep secrets in the platform's own vault, or run where .NET has AES-GCM. "
        + "Nothing was stored unencrypted.";

    public static AesGcmCipher Instance { get; } = new();

    // Each call to the cipher stands behind the question for the browser, where the compiler's analysis can see it.
    public bool IsSupported => !OperatingSystem.IsBrowser() && AesGcm.IsSupported;

    public ValueTask EncryptAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> plaintext,
        ReadOnlyMemory<byte> associatedData, Memory<byte> destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (OperatingSystem.IsBrowser())
            throw new SecretUnavailableException(NotSupported);

        using var aes = Create(key.Span);
        var encrypted = destination.Span[..(plaintext.Length + Envelope.TagLength)];
        aes.Encrypt(nonce.Span, plaintext.Span, encrypted[..plaintext.Length], encrypted[plaintext.Length..], associatedData.Span);
        return default;
    }

    public ValueTask<bool> DecryptAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> ciphertextAndTag,
        ReadOnlyMemory<byte> associatedData, Memory<byte> destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (OperatingSystem.IsBrowser())
            throw new SecretUnavailableException(NotSupported);

        var length = ciphertextAndTag.Length - Envelope.TagLength;
        var (ciphertext, tag) = (ciphertextAndTag[..length], ciphertextAndTag[length..]);
        using var aes = Create(key.Span);
        try
        {
            aes.Decrypt(nonce.Span, ciphertext.Span, tag.Span, destination.Span[..length], associatedData.Span);
            return new(true);
        }
        catch (CryptographicException)
        {
            return new(false);
        }
    }

    private static AesGcm Create(ReadOnlySpan<byte> key)
    {
        if (OperatingSystem.IsBrowser() || !AesGcm.IsSupported)
            throw new SecretUnavailableException(NotSupported);
        try
        {
#if NET8_0_OR_GREATER
            return new AesGcm(key, Envelope.TagLength);
#else
            return new AesGcm(key);
#endif
        }
        catch (PlatformNotSupportedException e)
        {
            throw new SecretUnavailableException(NotSupported, e);
        }
    }
}
