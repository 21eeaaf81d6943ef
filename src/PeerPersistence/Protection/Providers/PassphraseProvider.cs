using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>A master key that a passphrase gives: PBKDF2-HMAC-SHA256, 600,000 rounds, a random salt.</summary>
/// <remarks>
/// <para>Salt and rounds lie beside the wrapped key and are authenticated with it; rounds outside 100,000 to 10,000,000 are
/// refused before they are run. What the derivation gave is kept in memory until the provider is disposed.</para>
/// <para>A passphrase is taken as UTF-8, exactly as given.</para>
/// </remarks>
public sealed class PassphraseProvider : IUnsharedKeyProvider, IDisposable
{
    private readonly Func<string> _passphrase;
    private readonly EnvelopeCipher _cipher;
    private readonly PassphraseKeyCache _keys;
    private volatile bool _disposed;

    /// <summary>Creates the provider.</summary>
    /// <param name="passphrase">Asked whenever a key is wrapped or unwrapped; returns what the person typed, and does not ask
    /// again each time. It may return another one later: a failed unlock is tried again with the next secret.</param>
    public PassphraseProvider(Func<string> passphrase) : this(passphrase, EnvelopeCipher.Default, PassphraseKdf.DeriveAsync) { }

    internal PassphraseProvider(Func<string> passphrase, EnvelopeCipher cipher, Func<string, PassphraseParameters, Task<byte[]>> derive)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        (_passphrase, _cipher, _keys) = (passphrase, cipher, new(cipher.Random, derive));
    }

    /// <inheritdoc/>
    public string Name => "passphrase";

    /// <inheritdoc/>
    public KeyStrength Strength => KeyStrength.Passphrase;

    /// <inheritdoc/>
    public async ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        _cipher.ThrowIfNotSupported();
        var passphrase = Ask();
        var parameters = _keys.KnownFor(passphrase) ?? PassphraseParameters.New(_cipher.Random);
        var header = parameters.ToBytes();
        var key = await _keys.GetAsync(passphrase, parameters, cancellationToken).ConfigureAwait(false);
        try
        {
            byte[] wrapped = await _cipher.WrapAsync(key, dataKey, Bind(header, associatedData), cancellationToken).ConfigureAwait(false);
            return [.. header, .. wrapped];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        _cipher.ThrowIfNotSupported();
        if (PassphraseParameters.Read(wrapped.Span) is not { } parameters)
            throw new SecretUnavailableException("The data key is not wrapped by a passphrase, or with parameters that are not allowed.");

        var key = await _keys.GetAsync(Ask(), parameters, cancellationToken).ConfigureAwait(false);
        try
        {
            return await _cipher.UnwrapAsync(
                key, wrapped[PassphraseParameters.Length..], Bind(parameters.ToBytes(), associatedData), "The passphrase is wrong.",
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Clears what was derived.</summary>
    public void Dispose()
    {
        _disposed = true;
        _keys.Dispose();
    }

    private static byte[] Bind(byte[] header, ReadOnlyMemory<byte> associatedData) => AssociatedData.Join(header, associatedData);

    private string Ask()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_passphrase() is not { Length: > 0 } passphrase)
            throw new SecretUnavailableException("There is no passphrase.");
        return SecretText.IsWellFormed(passphrase)
            ? passphrase
            : throw new SecretUnavailableException("A passphrase must have no unpaired surrogates (had one).");
    }
}
