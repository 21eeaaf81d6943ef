namespace PeerPersistence.Cli;

/// <summary>The peers of a store, and the store beneath them.</summary>
internal sealed class OpenedPeers : IAsyncDisposable
{
    // The application's own limits are the application's: the program evicts nobody and finds nobody stale.
    private const int NoLimit = int.MaxValue;

    private readonly EncryptedKeyValueStore? _encrypted;

    private OpenedPeers(IKeyValueStore raw, StoreChoice choice, TimeProvider time, Action<PeerPersistenceOptions>? configure = null)
    {
        var keys = choice.Keys ?? new NoKeys();
        (Raw, Choice) = (raw, choice);
        _encrypted = choice.Encrypted ? EncryptedKeyValueStore.Create(raw, keys) : null;
        var options = new PeerPersistenceOptions
        {
            KeyPrefix = choice.Prefix,
            MaxPeers = NoLimit,
            MaxStorageMB = NoLimit,
            Retention = new() { InactiveAfter = TimeSpan.MaxValue, FailedAttempts = NoLimit },
        };
        configure?.Invoke(options);
        Service = new(Store, options, keys, time);
    }

    public PeerPersistenceService Service { get; }

    public StoreChoice Choice { get; }

    /// <summary>The store as it is.</summary>
    public IKeyValueStore Raw { get; }

    /// <summary>The store as the service sees it: in clear.</summary>
    public IKeyValueStore Store => _encrypted ?? Raw;

    /// <summary>What was found damaged in the file; <c>null</c> where the kind of store cannot tell.</summary>
    public StoreRecoveryReport? Recovery { get; private init; }

    public static async Task<OpenedPeers> ReadAsync(StoreChoice choice, TimeProvider time, CancellationToken cancellationToken)
    {
        var snapshot = await choice.Address.Scheme.ReadAsync(choice.Address.Place, cancellationToken).ConfigureAwait(false);
        await EncryptionCheck.RunAsync(snapshot.Store, choice, cancellationToken).ConfigureAwait(false);
        return new(snapshot.Store, choice, time) { Recovery = snapshot.Recovery };
    }

    public static async Task<OpenedPeers> OpenAsync(
        StoreChoice choice, bool mayCreate, TimeProvider time, CancellationToken cancellationToken,
        Action<PeerPersistenceOptions>? configure = null)
    {
        var store = await choice.Address.Scheme.OpenAsync(choice.Address.Place, mayCreate, cancellationToken).ConfigureAwait(false);
        try
        {
            await EncryptionCheck.RunAsync(store, choice, cancellationToken).ConfigureAwait(false);
            return new(store, choice, time, configure) { Recovery = store.Ability<IRecoveringStore>()?.Recovery };
        }
        catch
        {
            await DisposeAsync(store).ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync().ConfigureAwait(false);
        _encrypted?.Dispose();
        await DisposeAsync(Raw).ConfigureAwait(false);
    }

    private static ValueTask DisposeAsync(IKeyValueStore store) => (store as IAsyncDisposable)?.DisposeAsync() ?? default;
}
