using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>Seals and opens envelopes. Everything this library encrypts goes through here.</summary>
internal sealed class EnvelopeCipher(IAeadCipher cipher, RandomFill random)
{
    public static EnvelopeCipher Default { get; } = new(PlatformCryptography.Current, Fill);

    public RandomFill Random => random;

    /// <summary>Whether the platform has AES-GCM.</summary>
    public bool IsSupported => cipher.IsSupported;

    /// <summary>To be asked before anything is made that sealing needs.</summary>
    /// <exception cref="SecretUnavailableException">The platform has no AES-GCM.</exception>
    public void ThrowIfNotSupported()
    {
        if (!IsSupported)
            throw new SecretUnavailableException(AesGcmCipher.NotSupported);
    }

    public async ValueTask<byte[]> SealAsync(
        uint keyId, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> plaintext, ReadOnlyMemory<byte> context,
        CancellationToken cancellationToken)
    {
        ThrowIfNotSupported();
        var envelope = new byte[Envelope.Overhead + plaintext.Length];
        Envelope.WriteHeader(envelope, keyId, random);
        using var keys = new EnvelopeKeys(key.Span, envelope.AsSpan(0, Envelope.HeaderLength));
        keys.Commitment.CopyTo(envelope.AsSpan(Envelope.HeaderLength));
        await cipher.EncryptAsync(
            keys.Key, keys.Nonce, plaintext, WithHeader(envelope, context),
            envelope.AsMemory(Envelope.HeaderLength + Envelope.CommitmentLength), cancellationToken).ConfigureAwait(false);
        return envelope;
    }

    public async ValueTask<OpenedEnvelope> OpenAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> envelope, ReadOnlyMemory<byte> context, CancellationToken cancellationToken)
    {
        ThrowIfNotSupported();
        if (Envelope.KeyId(envelope.Span) is null)
            return new(EnvelopeFault.Malformed, null);

        using var keys = new EnvelopeKeys(key.Span, envelope.Span[..Envelope.HeaderLength]);
        var isCommitted = CryptographicOperations.FixedTimeEquals(
            keys.Commitment, envelope.Span.Slice(Envelope.HeaderLength, Envelope.CommitmentLength));
        var plaintext = new byte[envelope.Length - Envelope.Overhead];
        var authentic = await cipher.DecryptAsync(
            keys.Key, keys.Nonce, envelope[(Envelope.HeaderLength + Envelope.CommitmentLength)..], WithHeader(envelope, context),
            plaintext, cancellationToken).ConfigureAwait(false);
        if (authentic && isCommitted)
            return new(EnvelopeFault.None, plaintext);
        CryptographicOperations.ZeroMemory(plaintext);
        // What authenticates without its commitment was sealed under this key, and the commitment changed.
        return new(authentic || isCommitted ? EnvelopeFault.Tampered : EnvelopeFault.WrongKey, null);
    }

    // By a method of our own: naming the runtime's loads its assembly, though there is nothing secret in the store.
    private static void Fill(Span<byte> buffer) => RandomNumberGenerator.Fill(buffer);

    private static byte[] WithHeader(ReadOnlyMemory<byte> envelope, ReadOnlyMemory<byte> context)
    {
        var associatedData = new byte[Envelope.HeaderLength + context.Length];
        envelope.Span[..Envelope.HeaderLength].CopyTo(associatedData);
        context.Span.CopyTo(associatedData.AsSpan(Envelope.HeaderLength));
        return associatedData;
    }
}

/// <summary>Fills the buffer with unpredictable bytes; a seam, so that golden examples can be made.</summary>
internal delegate void RandomFill(Span<byte> buffer);
