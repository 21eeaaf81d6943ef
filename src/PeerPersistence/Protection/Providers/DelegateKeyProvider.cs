using System.Security.Cryptography;

namespace PeerPersistence;

/// <summary>
/// A master key in the application's own key store: MAUI's SecureStorage, the macOS Keychain, libsecret, systemd credentials.
/// </summary>
/// <remarks>A key management service that wraps keys itself is an <see cref="IMasterKeyProvider"/> of its own.</remarks>
public sealed class DelegateKeyProvider : IUnsharedKeyProvider
{
    private const int KeyLength = 32;

    private readonly Func<CancellationToken, ValueTask<byte[]?>> _load;
    private readonly Func<byte[], CancellationToken, ValueTask>? _save;
    private readonly AsyncGate _gate = new();

    /// <summary>Creates the provider.</summary>
    /// <param name="name">A short, stable name; it is stored beside what was wrapped.</param>
    /// <param name="load">Reads the 32 random bytes; <c>null</c>: there is no key. The array stays yours: it is copied, and not
    /// changed.</param>
    /// <param name="save">Keeps 32 new bytes, and never replaces a key that is there. The array is yours: clear it when it is kept
    /// elsewhere.
    /// <c>null</c>, the default: the key is made elsewhere.</param>
    /// <param name="strength">How well that key store protects it.</param>
    public DelegateKeyProvider(
        string name, Func<CancellationToken, ValueTask<byte[]?>> load, Func<byte[], CancellationToken, ValueTask>? save = null,
        KeyStrength strength = KeyStrength.Application)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(load);
        (Name, _load, _save, Strength) = (name, load, save, strength);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public KeyStrength Strength { get; }

    /// <inheritdoc/>
    public async ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default)
    {
        EnvelopeCipher.Default.ThrowIfNotSupported();
        using var turn = await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        byte[]? key = null;
        try
        {
            key = await LoadAsync(cancellationToken).ConfigureAwait(false);
            if (key is null && _save is not null)
            {
                await SaveNewAsync(_save, cancellationToken).ConfigureAwait(false);
                // What is kept now may be the key of another process that was quicker.
                key = await LoadAsync(cancellationToken).ConfigureAwait(false);
            }

            return await EnvelopeCipher.Default.WrapAsync(
                key ?? throw Missing(), dataKey, associatedData, cancellationToken).ConfigureAwait(false);
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
        var key = await LoadAsync(cancellationToken).ConfigureAwait(false) ?? throw Missing();
        try
        {
            return await EnvelopeCipher.Default.UnwrapAsync(
                key, wrapped, associatedData, $"The master key in '{Name}' is another one.", cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static async ValueTask SaveNewAsync(Func<byte[], CancellationToken, ValueTask> save, CancellationToken cancellationToken)
    {
        var key = new byte[KeyLength];
        EnvelopeCipher.Default.Random(key);
        try
        {
            await save(key.ToArray(), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private async ValueTask<byte[]?> LoadAsync(CancellationToken cancellationToken)
    {
        var key = await _load(cancellationToken).ConfigureAwait(false);
        if (key is null or { Length: KeyLength })
            return key?.ToArray();
        throw new SecretUnavailableException($"What is kept in '{Name}' is no master key of {KeyLength} bytes.");
    }

    private SecretUnavailableException Missing() => new($"There is no master key in '{Name}'.");
}
