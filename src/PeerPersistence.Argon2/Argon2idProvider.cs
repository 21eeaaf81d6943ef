using System.Security.Cryptography;
using System.Text;

namespace PeerPersistence;

/// <summary>A master key that a passphrase gives: Argon2id, a random salt for each key of the ring.</summary>
/// <remarks>
/// <para>Cost and salt lie beside the wrapped key and are authenticated with it; a cost outside the bounds of <see cref="Argon2idCost"/> is
/// refused before it is run. What the derivation gave is kept in memory until the provider is disposed.</para>
/// <para>A passphrase is taken as UTF-8 in Unicode's normal form C. A program without ICU (<c>InvariantGlobalization</c>) takes it as it
/// was typed. Let people choose at least 12 characters, or four words that have nothing to do with each other; the length is not
/// checked.</para>
/// </remarks>
public sealed class Argon2idProvider : IMasterKeyProvider, IDisposable
{
    // Throws where a text is none.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Func<string> _passphrase;
    private readonly Argon2idCost _cost;
    private readonly DerivedKeys _keys;

    /// <summary>Creates the provider.</summary>
    /// <param name="passphrase">Asked whenever a key is wrapped or unwrapped; returns what the person typed, and does not ask again each
    /// time. It may return another one later: a failed unlock is tried again with the next secret.</param>
    /// <param name="cost">What new keys cost; <c>null</c>, the default: 64 MiB, 3 passes, 4 lanes.</param>
    /// <exception cref="ArgumentException">The cost is out of bounds.</exception>
    public Argon2idProvider(Func<string> passphrase, Argon2idCost? cost = null)
        : this(passphrase, cost, (text, header) => Argon2id.Derive(text, header.Salt, header.Cost)) { }

    internal Argon2idProvider(Func<string> passphrase, Argon2idCost? cost, Func<byte[], Argon2idHeader, byte[]> derive)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        (_passphrase, _cost, _keys) = (passphrase, cost ?? new(), new(derive));
        _cost.ThrowIfNotAllowed(nameof(cost));
    }

    /// <inheritdoc/>
    public string Name => "argon2id";

    /// <inheritdoc/>
    public KeyStrength Strength => KeyStrength.Passphrase;

    /// <inheritdoc/>
    public async ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        var header = Argon2idHeader.New(_cost);
        var key = await KeyAsync(header, cancellationToken).ConfigureAwait(false);
        var wrapped = await key.WrapAsync(dataKey, Bind(header, associatedData), cancellationToken).ConfigureAwait(false);
        return [.. header.ToBytes(), .. wrapped];
    }

    /// <inheritdoc/>
    public async ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        if (Argon2idHeader.Read(wrapped.Span) is not { } header)
            throw new SecretUnavailableException("The data key is not wrapped by Argon2id, or with a cost that is not allowed.");
        var key = await KeyAsync(header, cancellationToken).ConfigureAwait(false);
        try
        {
            return await key.UnwrapAsync(
                wrapped[Argon2idHeader.Length..], Bind(header, associatedData), cancellationToken).ConfigureAwait(false);
        }
        catch (SecretUnavailableException e)
        {
            throw new SecretUnavailableException("The passphrase is wrong, or what it wrapped was changed.", e);
        }
    }

    /// <summary>Clears what was derived.</summary>
    public void Dispose() => _keys.Dispose();

    /// <summary>The header has one length, so that no other header and data give the same bytes.</summary>
    private static byte[] Bind(Argon2idHeader header, ReadOnlyMemory<byte> associatedData) => [.. header.ToBytes(), .. associatedData.Span];

    private async ValueTask<FixedKeyProvider> KeyAsync(Argon2idHeader header, CancellationToken cancellationToken)
    {
        var passphrase = Ask();
        try
        {
            return await _keys.GetAsync(passphrase, header, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(passphrase);
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

    private byte[] Ask()
    {
        if (_passphrase() is not { Length: > 0 } passphrase)
            throw new SecretUnavailableException("There is no passphrase.");
        try
        {
            return Strict.GetBytes(Composed(passphrase));
        }
        catch (ArgumentException)
        {
            // Without what caused it: it may quote.
            throw new SecretUnavailableException("A passphrase must have no unpaired surrogates (had one).");
        }
    }
}
