namespace PeerPersistence.Cli;

/// <summary>The peers of a store, and the store beneath them.</summary>
internal sealed class OpenedPeers : IAsyncDisposable
{
    // The application's own limits are the application's: the program evicts nobody and finds nobody stale.
    private const int NoLimit = int.MaxValue;

    private readonly EncryptedKeyValueStore? _encrypted;

    private OpenedPeers(IKeyValueStore raw, StoreChoice choice, TimeProvider time, Action<PeerPersistenceOptions>? configure = null)
    {
        (Raw, Choice, Time) = (raw, choice, time);
        _encrypted = choice.Encrypted ? EncryptedKeyValueStore.Create(raw, Keys) : null;
        Service = ServiceWith(configure);
    }

    public PeerPersistenceService Service { get; }

    public TimeProvider Time { get; }

    public StoreChoice Choice { get; }

    /// <summary>The store as it is.</summary>
    public IKeyValueStore Raw { get; }

    private IMasterKeyProvider Keys => Choice.Keys ?? new NoKeys();

    /// <summary>The store as the service sees it: in clear.</summary>
    public IKeyValueStore Store => _encrypted ?? Raw;

    /// <summary>What was found damaged in the file; <c>null</c> where the kind of store cannot tell.</summary>
    public StoreRecoveryReport? Recovery { get; private init; }

    /// <summary>Why the key that was named does not open the store's own; <c>null</c>: it does, or none was asked of it yet.</summary>
    public SecretUnavailableException? Refusal => (Choice.Keys as TriedKey)?.Refusal;

    public static async Task<OpenedPeers> ReadAsync(
        StoreChoice choice, TimeProvider time, CancellationToken cancellationToken, Action<PeerPersistenceOptions>? configure = null)
    {
        var snapshot = await choice.Address.Scheme.ReadAsync(choice.Address.Place, cancellationToken).ConfigureAwait(false);
        await EncryptionCheck.RunAsync(snapshot.Store, choice, cancellationToken).ConfigureAwait(false);
        return new(snapshot.Store, choice, time, configure) { Recovery = snapshot.Recovery };
    }

    public static async Task<OpenedPeers> OpenAsync(
        StoreChoice choice, bool mayCreate, TimeProvider time, CancellationToken cancellationToken,
        Action<PeerPersistenceOptions>? configure = null)
    {
        var store = await choice.Address.Scheme.OpenAsync(choice.Address.Place, mayCreate, cancellationToken).ConfigureAwait(false);
        try
        {
            await EncryptionCheck.RunAsync(store, choice, cancellationToken).ConfigureAwait(false);
            OpenedPeers opened = new(store, choice, time, configure) { Recovery = store.Ability<IRecoveringStore>()?.Recovery };
            await opened.CheckKeyAsync(cancellationToken).ConfigureAwait(false);
            return opened;
        }
        catch
        {
            await DisposeAsync(store).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The same peers in memory, in clear and by another clock: whatever is done to them, these stay.</summary>
    public async Task<OpenedPeers> CopyAsync(
        TimeProvider time, Action<PeerPersistenceOptions> configure, CancellationToken cancellationToken)
    {
        var copy = await StoreSnapshot.OfAsync(Store, recovery: null, cancellationToken).ConfigureAwait(false);
        return new(copy.Store, Choice with { Encrypted = false }, time, configure);
    }

    /// <summary>Another service on the same store, with options of its own; the caller disposes of it.</summary>
    public PeerPersistenceService ServiceWith(Action<PeerPersistenceOptions>? configure)
    {
        var options = new PeerPersistenceOptions
        {
            KeyPrefix = Choice.Prefix,
            MaxPeers = NoLimit,
            MaxStorageMB = NoLimit,
            Retention = new() { InactiveAfter = TimeSpan.MaxValue, FailedAttempts = NoLimit },
        };
        configure?.Invoke(options);
        return new(Store, options, Keys, Time);
    }

    /// <exception cref="SecretUnavailableException">The key that was named is another than the store's.</exception>
    public async Task CheckKeyAsync(CancellationToken cancellationToken)
    {
        if (Choice.Keys is not null
            && await Service.CheckHealthAsync(cancellationToken).ConfigureAwait(false) is { Keys: KeyStatus.Unavailable }
            && Refusal is { } refusal)
            throw new SecretUnavailableException(refusal.Message, refusal);
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync().ConfigureAwait(false);
        _encrypted?.Dispose();
        await DisposeAsync(Raw).ConfigureAwait(false);
    }

    private static ValueTask DisposeAsync(IKeyValueStore store) => (store as IAsyncDisposable)?.DisposeAsync() ?? default;
}
