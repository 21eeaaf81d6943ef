namespace PeerPersistence;

/// <summary>Remembers the peers of a peer-to-peer app, and says whom to try first when the app comes back.</summary>
/// <remarks>
/// <para>It is made of parts by concern, so that a class asks for, and a test mocks, the few calls it uses. Each is registered beside
/// it.</para>
/// <para>Thread-safe. Every call initialises on first use. A call that returned is durable, as the store defines durable.</para>
/// <para>Every call may throw: <see cref="ArgumentException"/> for bad input, which changes nothing;
/// <see cref="OperationCanceledException"/>, before anything was written; <see cref="ObjectDisposedException"/>;
/// <see cref="StoreFullException"/> where a write finds no room even after a cleanup;
/// <see cref="UnsupportedSchemaVersionException"/> where a newer version wrote the store.</para>
/// </remarks>
public interface IPeerPersistenceService
    : IPeers, IPeerTrust, IPeerEvents, IPeerQueries, IPeerReconnection, IPeerUpkeep, IPeerKeys, IPeerTransfer, IPeerWatching,
    IAsyncDisposable
{
    /// <summary>Opens the store: checks its version, reads the directory, mends the index. Optional; once, however many race.</summary>
    Task InitializeAsync(CancellationToken cancellationToken = default);
}
