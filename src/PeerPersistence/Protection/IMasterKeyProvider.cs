namespace PeerPersistence;

/// <summary>Holds the master key that wraps the store's data keys. The master key itself never enters the store.</summary>
/// <remarks>
/// Implementations are thread-safe. A wrapped key opens only with the associated data it was wrapped with. Arrays that
/// the two calls are given or return are the provider's own: they are copies, or copied, and never changed. A failed call is repeated with
/// the next secret, so it should fail fast, and not ask a person each time.
/// </remarks>
public interface IMasterKeyProvider
{
    /// <summary>A short, stable name, kept beside what it wrapped; not secret.</summary>
    string Name { get; }

    /// <summary>How well the master key is protected.</summary>
    KeyStrength Strength { get; }

    /// <summary>Encrypts a data key; makes the master key if there is none yet.</summary>
    /// <param name="dataKey">The key to wrap, 32 bytes.</param>
    /// <param name="associatedData">Authenticated with it, not secret.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The wrapped key, for <see cref="UnwrapAsync"/>.</returns>
    /// <exception cref="SecretUnavailableException">The master key cannot be had.</exception>
    ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default);

    /// <summary>Decrypts a data key. Never makes a master key.</summary>
    /// <param name="wrapped">What <see cref="WrapAsync"/> returned.</param>
    /// <param name="associatedData">The same as then.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The data key.</returns>
    /// <exception cref="SecretUnavailableException">The master key is missing or another one, or the data was changed.</exception>
    ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default);
}

/// <summary>How well a master key is protected, weakest first.</summary>
public enum KeyStrength
{
    /// <summary>As safe as this user's files: a key file.</summary>
    FileSystem,

    /// <summary>As strong as the passphrase that a person chose.</summary>
    Passphrase,

    /// <summary>Kept by the operating system for this user: DPAPI, Keychain, libsecret.</summary>
    OperatingSystem,

    /// <summary>Kept by the application, in a way this library cannot judge.</summary>
    Application,
}
