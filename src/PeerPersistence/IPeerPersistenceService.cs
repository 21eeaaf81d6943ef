namespace PeerPersistence;

/// <summary>Remembers the peers of a peer-to-peer app, and tells which to try first when the app comes back.</summary>
/// <remarks>
/// <para>It is made of parts, one for each concern. A class can ask for the part that it uses, and a test can mock it. Each part is
/// registered as a service of its own.</para>
/// <para>It is thread-safe. The first call opens the store. When a call has returned, its change is durable, as the store defines
/// durable.</para>
/// <para>Every call may throw: <see cref="ArgumentException"/> for bad input, which changes nothing;
/// <see cref="OperationCanceledException"/>, before anything was written; <see cref="ObjectDisposedException"/>;
/// <see cref="StoreFullException"/> if a write finds no room even after a cleanup;
/// <see cref="UnsupportedSchemaVersionException"/> if a newer version wrote the store.</para>
/// </remarks>
public interface IPeerPersistenceService
    : IPeers, IPeerTrust, IPeerEvents, IPeerQueries, IPeerReconnection, IPeerUpkeep, IPeerKeys, IPeerTransfer, IPeerWatching,
    IAsyncDisposable
{
    /// <summary>Opens the store: checks its version, reads the directory, mends the index. You need not call it: the first call of anything
    /// does the same. The store is opened once, also if several calls come at the same time.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when the store is open.</returns>
    /// <exception cref="StoreLockedException">Another process has the store open.</exception>
    /// <exception cref="PeerPersistenceException">The store cannot be opened.</exception>
    Task InitializeAsync(CancellationToken cancellationToken = default);
}
