namespace PeerPersistence;

/// <summary>Who stays, how full the store is, and whether it is well.</summary>
/// <remarks>
/// A part of <see cref="IPeerPersistenceService"/>, which says what holds for every call; registered as a service of its own.
/// </remarks>
public interface IPeerUpkeep
{
    /// <summary>What is due from time to time: <see cref="CleanupStalePeersAsync"/>, <see cref="ClearExpiredBlacklistsAsync"/>, and, where
    /// somebody went and the store can, getting rid of their bytes.</summary>
    /// <remarks>When it last ran is remembered in the store: <see cref="StorageStats.LastCleanup"/>.</remarks>
    Task<MaintenanceResult> MaintainAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes strangers not seen for long and friends whom our own tries never reach; then brings the store within its limits.
    /// </summary>
    /// <remarks>
    /// A friend goes after own tries in vain on seven UTC days over <see cref="RetentionOptions.InactiveAfter"/>, each a day on which
    /// another friend answered. Nobody goes by the calendar before a connection, a sighting, gossip that names a known peer, or a store was
    /// recorded since the service was opened. For the size the largest strangers go.
    /// </remarks>
    /// <returns>How many went.</returns>
    Task<int> CleanupStalePeersAsync(CancellationToken cancellationToken = default);

    /// <summary>Keeps <paramref name="keep"/> peers: strangers go before friends, the least recently seen first.</summary>
    /// <remarks>Pinned peers always stay and count. Whom the user blocked for good stays and does not count.</remarks>
    /// <returns>How many went.</returns>
    Task<int> CleanupLruAsync(int keep, CancellationToken cancellationToken = default);

    /// <summary>Lifts blacklistings that are over, with the failures that led to them.</summary>
    /// <returns>How many were lifted.</returns>
    Task<int> ClearExpiredBlacklistsAsync(CancellationToken cancellationToken = default);

    /// <summary>Whether the store is nearly full, of others than friends, or the last cleanup is more than a day ago.</summary>
    Task<bool> NeedsCleanupAsync(CancellationToken cancellationToken = default);

    /// <summary>How full the store is.</summary>
    Task<StorageStats> GetStorageStatsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads from the store, and finds out whether its keys can be had. A store that cannot be reached throws, as in every call.
    /// </summary>
    /// <remarks>Where there are secrets the master key is asked for, as it is to open one.</remarks>
    Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes what was acknowledged survive a power cut. Only a file store with <see cref="Durability.Buffered"/> leaves anything to do.
    /// </summary>
    /// <remarks>Never opens a store. Disposing a file store does the same.</remarks>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
