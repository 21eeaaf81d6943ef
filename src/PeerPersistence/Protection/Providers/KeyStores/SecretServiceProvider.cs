namespace PeerPersistence;

/// <summary>
/// A master key in the keyring of a Linux desktop (Secret Service: GNOME Keyring, KWallet, KeePassXC), over libsecret.
/// </summary>
/// <remarks>
/// <para>Made when the first secret is stored, as an item with the attributes <c>application</c> and <c>key</c>; never replaced. A locked
/// keyring asks the user to unlock it, once for a provider: where that is declined, calls fail until it is unlocked otherwise.</para>
/// <para>A service without a desktop has no keyring: use <see cref="SystemdCredentialProvider"/> or <see cref="KeyFileProvider"/> there.
/// Needs <c>libsecret-1.so.0</c> (Debian: <c>libsecret-1-0</c>).</para>
/// </remarks>
public sealed class SecretServiceProvider : IUnsharedKeyProvider
{
    private readonly StoredMasterKey _key;
    private readonly IDesktopKeyring _keyring;
    private volatile bool _wasAsked;

    /// <summary>Creates the provider; the keyring is not touched before it is needed.</summary>
    /// <param name="application">A name of the application that stays, such as <c>org.example.chat</c>; <c>null</c>, the default: the name of
    /// the program that runs.</param>
    /// <param name="key">Which of the application's keys; <c>default</c> by default.</param>
    /// <exception cref="ArgumentException">A name is empty, or holds what no keyring takes.</exception>
    public SecretServiceProvider(string? application = null, string key = "default")
        : this(KeyStoreName.Of(application, key)) { }

    internal SecretServiceProvider(KeyStoreName name, IDesktopKeyring? keyring = null) =>
        (_keyring, _key) = (keyring ?? new DesktopKeyring(name), new($"{Name}: {name}", LoadAsync, SaveAsync));

    /// <inheritdoc/>
    public string Name => "secret service";

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

    private async ValueTask<IReadOnlyList<byte[]>> LoadAsync(CancellationToken cancellationToken)
    {
        var found = await RunAsync(() => _keyring.Find(mayAsk: false, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (found.IsLocked && !_wasAsked)
        {
            _wasAsked = true;
            found = await RunAsync(() => _keyring.Find(mayAsk: true, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        // What is locked may be the key: without it no other is made.
        return found is { IsLocked: true, Values.Count: 0 } ? throw Locked() : found.Values;
    }

    private async ValueTask SaveAsync(byte[] key, CancellationToken cancellationToken)
    {
        if (!await RunAsync(() => _keyring.TakesWithoutAsking(cancellationToken), cancellationToken).ConfigureAwait(false))
        {
            if (_wasAsked)
                throw Locked();
            _wasAsked = true;
        }

        if (!await RunAsync(() => _keyring.Add(key, cancellationToken), cancellationToken).ConfigureAwait(false))
            throw Locked();
    }

    /// <summary>On another thread: a call waits for the person who is asked.</summary>
    private static Task<T> RunAsync<T>(Func<T> call, CancellationToken cancellationToken) => Task.Run(call, cancellationToken);

    private static SecretUnavailableException Locked() => new("The desktop's keyring is locked. Unlock it to open the secrets.");
}
