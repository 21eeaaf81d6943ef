using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>A master key that a passphrase gives: PBKDF2-HMAC-SHA256, 600,000 rounds, a random salt.</summary>
/// <remarks>
/// <para>Salt and rounds lie beside the wrapped key and are authenticated with it; rounds outside 100,000 to 6,000,000 are
/// refused before they are run. Each key ring has a salt of its own. What the derivation gave is kept in memory until the provider is
/// disposed.</para>
/// <para>A passphrase is taken as UTF-8 in Unicode's normal form C, so that the same text opens however a keyboard composes it. What was
/// sealed before under a text as it was typed opens as well. A program without ICU (<c>InvariantGlobalization</c>) takes it as it was
/// typed. Let people choose at least 12 characters, or four words that have nothing to do with each other; the length is not
/// checked.</para>
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
        var passphrase = Composed(Ask());
        var parameters = _keys.OpenedFor(passphrase, RingOf(associatedData)) ?? PassphraseParameters.New(_cipher.Random);
        var header = parameters.ToBytes();
        var key = await _keys.GetAsync(passphrase, parameters, cancellationToken).ConfigureAwait(false);
        try
        {
            byte[] wrapped = await _cipher.WrapAsync(key, dataKey, Bind(header, associatedData), cancellationToken).ConfigureAwait(false);
            _keys.Opened(passphrase, RingOf(associatedData), parameters);
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

        var typed = Ask();
        var passphrase = Composed(typed);
        try
        {
            return await UnwrapAsync(passphrase, parameters, wrapped, associatedData, cancellationToken).ConfigureAwait(false);
        }
        catch (SecretUnavailableException) when (typed != passphrase)
        {
            // Sealed when a passphrase was taken as it was typed.
            return await UnwrapAsync(typed, parameters, wrapped, associatedData, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Clears what was derived.</summary>
    public void Dispose()
    {
        _disposed = true;
        _keys.Dispose();
    }

    private static byte[] Bind(byte[] header, ReadOnlyMemory<byte> associatedData) => AssociatedData.Join(header, associatedData);

    /// <summary>What a ring's wrappings have in common: what they are for, and the store.</summary>
    private static byte[] RingOf(ReadOnlyMemory<byte> associatedData) => AssociatedData.First(associatedData.Span, parts: 2).ToArray();

    private async ValueTask<byte[]> UnwrapAsync(
        string passphrase, PassphraseParameters parameters, ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData,
        CancellationToken cancellationToken)
    {
        var key = await _keys.GetAsync(passphrase, parameters, cancellationToken).ConfigureAwait(false);
        try
        {
            var unwrapped = await _cipher.UnwrapAsync(
                key, wrapped[PassphraseParameters.Length..], Bind(parameters.ToBytes(), associatedData), "The passphrase is wrong.",
                cancellationToken).ConfigureAwait(false);
            _keys.Opened(passphrase, RingOf(associatedData), parameters);
            return unwrapped;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static string Composed(string typed)
    {
        try
        {
            return typed.Normalize();
        }
        catch (ArgumentException)
        {
            // It holds a code point that is no character, such as U+FFFE; which of them are refused is the system's matter.
            return typed;
        }
    }

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
