namespace PeerPersistence;

/// <summary>A master key in the macOS Keychain: a generic password of the user's default keychain.</summary>
/// <remarks>
/// <para>Made when the first secret is stored, with the application as its service and the key as its account; never replaced. The Keychain
/// lets the program read it that made it, and asks the user for any other, as it does for an update that is not signed alike.</para>
/// <para>Elsewhere every call says that it is not there. On iOS use MAUI's SecureStorage with a <see cref="DelegateKeyProvider"/>.</para>
/// </remarks>
public sealed class KeychainProvider : IUnsharedKeyProvider
{
    private readonly StoredMasterKey _key;
    private readonly IKeychain _keychain;

    /// <summary>Creates the provider; the Keychain is not touched before it is needed.</summary>
    /// <param name="application">A name of the application that stays, such as <c>org.example.chat</c>; <c>null</c>, the default: the name of
    /// the program that runs.</param>
    /// <param name="key">Which of the application's keys; <c>default</c> by default.</param>
    /// <exception cref="ArgumentException">A name is empty, or holds what no key store takes.</exception>
    public KeychainProvider(string? application = null, string key = "default")
        : this(KeyStoreName.Of(application, key)) { }

    internal KeychainProvider(KeyStoreName name, IKeychain? keychain = null) =>
        (_keychain, _key) = (keychain ?? new Keychain(name), new($"{Name}: {name}", LoadAsync, SaveAsync));

    /// <inheritdoc/>
    public string Name => "keychain";

    /// <inheritdoc/>
    public KeyStrength Strength => KeyStrength.OperatingSystem;

    /// <inheritdoc/>
    public ValueTask<byte[]> WrapAsync(
        ReadOnlyMemory<byte> dataKey, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
        _key.WrapAsync(dataKey, associatedData, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<byte[]> UnwrapAsync(
        ReadOnlyMemory<byte> wrapped, ReadOnlyMemory<byte> associatedData, CancellationToken cancellationToken = default) =>
        _key.UnwrapAsync(wrapped, associatedData, cancellationToken);

    // On other threads: the Keychain may ask a person.
    private async ValueTask<IReadOnlyList<byte[]>> LoadAsync(CancellationToken cancellationToken)
    {
        byte[]? found = null;
        var status = await Task.Run(() => _keychain.Find(out found), cancellationToken).ConfigureAwait(false);
        return status switch
        {
            KeychainStatus.Success => [found!],
            KeychainStatus.NotFound => [],
            _ => throw Refused(status),
        };
    }

    private async ValueTask SaveAsync(byte[] key, CancellationToken cancellationToken)
    {
        var status = await Task.Run(() => _keychain.Add(key), cancellationToken).ConfigureAwait(false);
        // Another process may have been quicker: its key counts.
        if (status is not (KeychainStatus.Success or KeychainStatus.Duplicate))
            throw Refused(status);
    }

    private static SecretUnavailableException Refused(KeychainStatus status) => new(status switch
    {
        KeychainStatus.Cancelled or KeychainStatus.AuthorizationFailed => "The Keychain did not give the master key: the user declined.",
        KeychainStatus.InteractionNotAllowed => "The Keychain is locked, and nobody can be asked here to unlock it.",
        _ => $"The Keychain did not give the master key (error {(int)status}).",
    });
}
