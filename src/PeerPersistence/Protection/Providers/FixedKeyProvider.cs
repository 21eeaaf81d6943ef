using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>A master key that the application hands over: from its own vault, or in tests.</summary>
public sealed class FixedKeyProvider : IUnsharedKeyProvider, IDisposable
{
    private const int KeyLength = 32;

    private readonly byte[] _key;
    private volatile bool _disposed;

    /// <summary>Creates the provider with a copy of the key.</summary>
    /// <param name="key">32 random bytes; text that a person chose belongs into a <see cref="PassphraseProvider"/>.</param>
    /// <exception cref="ArgumentException">The key does not have 32 bytes.</exception>
    public FixedKeyProvider(ReadOnlyMemory<byte> key)
    {
        if (key.Length != KeyLength)
            throw new ArgumentException($"A master key must have {KeyLength} bytes (had {key.Length}).", nameof(key));
        _key = key.ToArray();
    }

    /// <inheritdoc/>
    public string Name => "fixed";

    /// <inheritdoc/>
    public KeyStrength Strength => KeyStrength.Application;

    /// <inheritdoc/>
    public ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return EnvelopeCipher.Default.WrapAsync(_key, dataKey, associatedData, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return EnvelopeCipher.Default.UnwrapAsync(_key, wrapped, associatedData, "The given master key is another one.", cancellationToken);
    }

    /// <summary>Clears the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(_key);
    }
}
