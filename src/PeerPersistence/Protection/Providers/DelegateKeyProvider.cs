namespace PeerPersistence;

/// <summary>
/// A master key in the application's own key store, such as MAUI's SecureStorage.
/// </summary>
/// <remarks>A key management service that wraps keys itself is an <see cref="IMasterKeyProvider"/> of its own. For the key stores of desktops
/// and services see <see cref="PlatformKeyStore"/> and <see cref="SystemdCredentialProvider"/>.</remarks>
public sealed class DelegateKeyProvider : IUnsharedKeyProvider
{
    private readonly StoredMasterKey _key;

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
        (Name, Strength) = (name, strength);
        _key = new(
            name,
            async cancellationToken => await load(cancellationToken).ConfigureAwait(false) is { } key ? [key.ToArray()] : [],
            save is null ? null : (key, cancellationToken) => save(key.ToArray(), cancellationToken));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public KeyStrength Strength { get; }

    /// <inheritdoc/>
    public ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
        _key.WrapAsync(dataKey, associatedData, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
        _key.UnwrapAsync(wrapped, associatedData, cancellationToken);
}
