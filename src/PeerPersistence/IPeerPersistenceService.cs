namespace PeerPersistence;

/// <summary>Remembers the peers of a peer-to-peer app, and says whom to try first when the app comes back.</summary>
/// <remarks>
/// <para>Thread-safe. Every call initialises on first use. A call that returned is durable, as the store defines durable.</para>
/// <para>Every call may throw: <see cref="ArgumentException"/> for bad input, which changes nothing;
/// <see cref="OperationCanceledException"/>, before anything was written; <see cref="ObjectDisposedException"/>;
/// <see cref="StoreFullException"/> where a write finds no room even after a cleanup;
/// <see cref="UnsupportedSchemaVersionException"/> where a newer version wrote the store.</para>
/// </remarks>
public interface IPeerPersistenceService : IAsyncDisposable
{
    /// <summary>Opens the store: checks its version, reads the directory, mends the index. Optional; once, however many race.</summary>
    Task InitializeAsync(CancellationToken cancellationToken = default);

    /// <summary>Stores a peer, or merges it into the stored one. To change a field of a known peer, use <see cref="UpdatePeerAsync"/>.</summary>
    /// <remarks>
    /// Of a known peer the earlier first-seen instant stays, connection counts, attempts and instants never fall below the
    /// stored ones, a <c>null</c> public key or shared secret keeps the stored one; other fields, names and addresses too, are taken as given.
    /// Instants left at their default mean now. At <see cref="PeerPersistenceOptions.MaxPeers"/> whoever is worth least is evicted.
    /// </remarks>
    /// <exception cref="StoreFullException">Every place is taken by a pinned peer.</exception>
    /// <exception cref="SecretUnavailableException">The peer has a secret and the master key is missing or wrong.</exception>
    Task StorePeerAsync(PeerData peer, CancellationToken cancellationToken = default);

    /// <summary>Stores several peers in one atomic commit, each as <see cref="StorePeerAsync"/> does.</summary>
    /// <exception cref="StoreFullException">Pinned peers leave too few places.</exception>
    /// <exception cref="SecretUnavailableException">A peer has a secret and the master key is missing or wrong.</exception>
    Task StorePeersAsync(IEnumerable<PeerData> peers, CancellationToken cancellationToken = default);

    /// <summary>Reads a peer.</summary>
    /// <returns><c>null</c>: no such peer.</returns>
    /// <exception cref="PeerDataCorruptedException">The stored record cannot be read.</exception>
    Task<PeerData?> GetPeerAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>A peer's addresses in the order to try them: what is new, then what worked last.</summary>
    /// <returns>None where there is no such peer.</returns>
    /// <exception cref="PeerDataCorruptedException">The stored record cannot be read.</exception>
    Task<IReadOnlyList<PeerAddress>> GetAddressesAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Forgets a peer, its secret included.</summary>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> RemovePeerAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Changes a peer in one atomic step.</summary>
    /// <remarks>
    /// What the function returns is stored exactly, <c>null</c> included; only where the stored secret cannot be opened a
    /// <c>null</c> keeps its ciphertext, and <see cref="SecretStatus.None"/> forgets it. When another writer was quicker
    /// the function is called again with the newer state, so it should have no effects of its own. It may call this service;
    /// where it changes this same peer it is that other writer, and has to stop doing so.
    /// </remarks>
    /// <returns><c>false</c>: no such peer.</returns>
    /// <exception cref="ArgumentException">The function returned <c>null</c>, another peer's id or invalid data.</exception>
    /// <exception cref="PeerDataCorruptedException">The stored record cannot be read.</exception>
    Task<bool> UpdatePeerAsync(string peerId, Func<PeerData, PeerData> update, CancellationToken cancellationToken = default);

    /// <summary>The peer was heard from just now.</summary>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> UpdateLastSeenAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>Replaces the fields that were measured; also sets last-connected to now and lifts failures and blacklisting.</summary>
    /// <remarks>A latency of 100 becomes 100. Averaging is what <see cref="ConnectionQuality.Record"/> and <see cref="RecordConnectedAsync"/> do.</remarks>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> UpdateConnectionQualityAsync(string peerId, QualityMeasurement measurement, CancellationToken cancellationToken = default);

    /// <summary>Replaces the quality; also sets last-connected to now and lifts failures and blacklisting.</summary>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> UpdateConnectionQualityAsync(string peerId, ConnectionQuality quality, CancellationToken cancellationToken = default);

    /// <summary>A try failed. A peer that never connected is blacklisted after <see cref="RetentionOptions.FailedAttempts"/> of them.</summary>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> IncrementReconnectionAttemptsAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>A connection stands: counts it, averages the measurement in, lifts failures and blacklisting.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="measurement">What was measured while connecting, if anything.</param>
    /// <param name="inbound">The peer connected to us, which says less about whether we reach it.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c>: no such peer.</returns>
    /// <exception cref="ArgumentException">The measurement says it was no success.</exception>
    Task<bool> RecordConnectedAsync(string peerId, QualityMeasurement? measurement = null, bool inbound = false, CancellationToken cancellationToken = default);

    /// <summary>A connection ended: its uptime enters the mean.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="uptime">How long it lasted, not negative.</param>
    /// <param name="departure">Who ended it.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> RecordDisconnectedAsync(string peerId, TimeSpan uptime, Departure departure, CancellationToken cancellationToken = default);

    /// <summary>A try failed: the same as <see cref="IncrementReconnectionAttemptsAsync"/>.</summary>
    /// <returns><c>false</c>: no such peer.</returns>
    Task<bool> RecordFailedAttemptAsync(string peerId, CancellationToken cancellationToken = default);

    /// <summary>One round of gossip: who is in the mesh now, and so who is not.</summary>
    /// <remarks>Those named were seen now. Of the others only a peer that gossip ever named counts as absent. Unknown ids are ignored.</remarks>
    Task ObserveMeshAsync(IReadOnlyCollection<string> presentPeerIds, CancellationToken cancellationToken = default);

    /// <summary>Which of the ids that gossip named are worth storing: those neither stored nor removed lately.</summary>
    /// <remarks>
    /// Removed lately is within <see cref="RetentionOptions.RememberRemoved"/>, which is off unless set. A gossip round asks
    /// here before it stores; what a user adds by hand is stored without asking.
    /// </remarks>
    /// <returns>Each once, in the order given.</returns>
    Task<IReadOnlyList<string>> FindNewPeerIdsAsync(IReadOnlyCollection<string> peerIds, CancellationToken cancellationToken = default);

    /// <summary>The ids of all peers, in order of first storing, damaged records included.</summary>
    Task<IReadOnlyList<string>> GetAllPeerIdsAsync(CancellationToken cancellationToken = default);

    /// <summary>Peers by filter and order. Records that cannot be read are skipped and counted in the stats.</summary>
    /// <param name="query">The filter; <c>null</c>: all that are not blacklisted, last seen first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<PeerData>> QueryPeersAsync(PeerQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>A query page by page; <see cref="PeerQuery.Limit"/> is the page size.</summary>
    /// <remarks>A peer that keeps its place is returned once, however many come and go between two pages.</remarks>
    /// <param name="query">The same for every page.</param>
    /// <param name="continuationToken">The last page's token; <c>null</c>: the first page.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">The token is none, or of another query.</exception>
    Task<PeerPage> QueryPageAsync(PeerQuery query, string? continuationToken = null, CancellationToken cancellationToken = default);

    /// <summary>Whom to try, the likeliest first.</summary>
    Task<ReconnectionCandidates> GetReconnectionCandidatesAsync(ReconnectionQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Tries the candidates, several at once, until enough are connected, and records every outcome.
    /// </summary>
    /// <remarks>
    /// Failures are recorded when the round ends; if nobody answered and nobody connected within the last 10 minutes it was
    /// our own outage, and none is recorded. Tries stopped by the target or by cancellation count for nobody. What happened
    /// before a cancellation is recorded as at any round's end.
    /// </remarks>
    /// <param name="connect">Connects to a peer: <c>true</c> when the connection stands. Any exception is a failed try, told to
    /// <paramref name="progress"/>. The outcome is recorded for you; to have a latency or an address recorded with it, use <see cref="ReconnectMeasuredAsync"/>.
    /// A callback that ignores its token is abandoned at the time-out. It must not block before its first await.</param>
    /// <param name="options">How; <c>null</c>: one connection, three tries at once, ten seconds each.</param>
    /// <param name="progress">
    /// Is told of every step, in order, before the next one begins; what it throws is ignored. A <see cref="Progress{T}"/> passes steps on
    /// through its context or the thread pool, where they may arrive late and out of order; a class of one's own hears them as they happen.
    /// </param>
    /// <param name="cancellationToken">Stops all tries and throws.</param>
    Task<ReconnectionResult> ReconnectAsync(
        Func<PeerData, CancellationToken, Task<bool>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary><see cref="ReconnectAsync"/> with a callback that also tells what it measured, which is recorded with the connection, in one commit.</summary>
    /// <param name="connect">Connects to a peer. <c>null</c>, and a measurement that says it was no success, is a failed try. Otherwise as there.</param>
    /// <param name="options">How; <c>null</c>: one connection, three tries at once, ten seconds each.</param>
    /// <param name="progress">Is told of every step, as there.</param>
    /// <param name="cancellationToken">Stops all tries and throws.</param>
    Task<ReconnectionResult> ReconnectMeasuredAsync(
        Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>The network changed: what failed may work now, so background rounds wait for nobody.</summary>
    void NotifyNetworkChanged();

    /// <summary>Tells what becomes of the peers, from now on, until the token or disposal ends it.</summary>
    /// <remarks>
    /// <para>It begins with the first <c>MoveNextAsync</c>, before that returns: whoever starts the loop and then reads the list has
    /// missed nothing. Removals of every kind are told: evictions, cleanups, imports, <see cref="ClearAllAsync"/>.</para>
    /// <para>Changes of one peer come in their order. A slow reader holds up nobody and misses nothing but steps in between: several
    /// changes of a peer since the last one told are one, from what was told to what is; who came and went meanwhile is not told.</para>
    /// <para>What others wrote to the same store is noticed every <see cref="PeerPersistenceOptions.WatchInterval"/>. A record that cannot be
    /// read counts as absent; a secret that cannot be opened says so in <see cref="PeerData.SecretStatus"/>.</para>
    /// <para>Each watch holds a copy of all records, as many bytes as they take in the store.</para>
    /// </remarks>
    /// <param name="cancellationToken">Ends the watch: the loop throws.</param>
    IAsyncEnumerable<PeerChange> WatchAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes peers not seen for long and strangers that never answered; then brings the store within its limits.</summary>
    /// <returns>How many went.</returns>
    Task<int> CleanupStalePeersAsync(CancellationToken cancellationToken = default);

    /// <summary>Keeps the <paramref name="keep"/> most recently seen. Pinned peers always stay and count towards them.</summary>
    /// <returns>How many went.</returns>
    Task<int> CleanupLruAsync(int keep, CancellationToken cancellationToken = default);

    /// <summary>Lifts blacklistings that are over, with the failures that led to them.</summary>
    /// <returns>How many were lifted.</returns>
    Task<int> ClearExpiredBlacklistsAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether the store is nearly full or the last cleanup is more than a day ago.</summary>
    Task<bool> NeedsCleanupAsync(CancellationToken cancellationToken = default);

    /// <summary>What is due from time to time: <see cref="CleanupStalePeersAsync"/>, <see cref="ClearExpiredBlacklistsAsync"/>, and, where
    /// somebody went and the store can, getting rid of their bytes.</summary>
    /// <remarks>When it last ran is remembered in the store: <see cref="StorageStats.LastCleanup"/>.</remarks>
    Task<MaintenanceResult> MaintainAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads from the store, and finds out whether its keys can be had. A store that cannot be reached throws, as in every call.</summary>
    /// <remarks>Where there are secrets the master key is asked for, as it is to open one.</remarks>
    Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes what was acknowledged survive a power cut. Only a file store with <see cref="Durability.Buffered"/> leaves anything to do.</summary>
    /// <remarks>Never opens a store. Disposing a file store does the same.</remarks>
    Task FlushAsync(CancellationToken cancellationToken = default);

    /// <summary>How full the store is.</summary>
    Task<StorageStats> GetStorageStatsAsync(CancellationToken cancellationToken = default);

    /// <summary>A backup of all peers that can be read; without secrets unless a passphrase is given.</summary>
    Task<PeerExport> ExportDataAsync(ExportOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Merges a backup into the store, in one atomic commit.</summary>
    /// <exception cref="SecretUnavailableException">The passphrase is wrong; nothing was imported.</exception>
    Task<ImportResult> ImportDataAsync(PeerExport export, ImportOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>How well the master key is protected that wraps the keys of the secrets.</summary>
    KeyStrength KeyStrength { get; }

    /// <summary>How many stored secrets each key seals, by key id; destroyed keys included.</summary>
    /// <remarks>Counted by reading every record, without the master key. Records that cannot be read are not counted.</remarks>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>None where no secret was ever stored.</returns>
    /// <exception cref="SecretUnavailableException">The key ring is damaged.</exception>
    Task<IReadOnlyList<KeyUsage>> GetKeyUsageAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes a new key, seals every secret again under it, and destroys old keys that nothing needs any more.</summary>
    /// <remarks>Secrets stay readable throughout. Stopped half-way nothing is lost; the next rotation goes on. Where whole records are
    /// encrypted, they and their names get a new key first: <see cref="EncryptedKeyValueStore.RotateKeysAsync"/>.</remarks>
    /// <param name="progress">Is told after every peer.</param>
    /// <param name="cancellationToken">Stops between two peers.</param>
    /// <returns>How many secrets were sealed again; 0 where there are none.</returns>
    /// <exception cref="SecretUnavailableException">The master key is missing or wrong; nothing was changed.</exception>
    /// <exception cref="PeerPersistenceException">A layer of the store hides that it encrypts records; nothing was changed.</exception>
    Task<int> RotateKeysAsync(IProgress<KeyRotationProgress>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Wraps the store's keys under another master key, such as a new passphrase. No secret is sealed again.</summary>
    /// <remarks>Where whole records are encrypted, their keys follow in a commit of their own. Stopped in between, the present master key
    /// still opens the store: repeat the change, and the secrets open again as well.</remarks>
    /// <param name="keys">Asked from now on. Other services on the same store need it too.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <exception cref="SecretUnavailableException">The present or the new master key cannot be had; nothing was changed.</exception>
    /// <exception cref="PeerPersistenceException">A layer of the store hides that it encrypts records; nothing was changed.</exception>
    Task ChangeMasterKeyAsync(IMasterKeyProvider keys, CancellationToken cancellationToken = default);

    /// <summary>Forgets everything, keys of this store included. The service goes on, empty.</summary>
    /// <remarks>A store that can compact does, and damaged bytes that a file store set aside go as well, so that nothing of it is left on the disk. When this throws, call it again.</remarks>
    Task ClearAllAsync(CancellationToken cancellationToken = default);
}
