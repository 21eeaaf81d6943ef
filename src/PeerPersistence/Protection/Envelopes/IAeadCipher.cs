namespace PeerPersistence;

/// <summary>AES-GCM with 96-bit nonces and 128-bit tags. Async, because a browser's own cipher is.</summary>
internal interface IAeadCipher
{
    /// <summary>Whether this platform has the cipher.</summary>
    bool IsSupported { get; }

    /// <summary>Fills <paramref name="destination"/>, 16 bytes longer than the plaintext, with ciphertext and tag.</summary>
    ValueTask EncryptAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> plaintext,
        ReadOnlyMemory<byte> associatedData, Memory<byte> destination, CancellationToken cancellationToken);

    /// <summary>Fills <paramref name="destination"/>, 16 bytes shorter than ciphertext and tag, with the plaintext.</summary>
    /// <returns><c>false</c>: it does not authenticate; nothing of it is given out.</returns>
    ValueTask<bool> DecryptAsync(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> nonce, ReadOnlyMemory<byte> ciphertextAndTag,
        ReadOnlyMemory<byte> associatedData, Memory<byte> destination, CancellationToken cancellationToken);
}
