namespace PeerPersistence;

/// <summary>Who stays, how full the store is, and whether it is well.</summary>
/// <remarks>
/// This is a part of <see cref="IPeerPersistenceService"/>, which says what holds for every call. It is registered as a service of its own.
/// </remarks>
public interface IPeerUpkeep
{
    /// <summary>Does what is due from time to time: <see cref="CleanupStalePeersAsync"/>, <see cref="ClearExpiredBlacklistsAsync"/>, and,
    /// if a peer was removed and the store can compact, getting rid of its bytes.</summary>
    /// <remarks>The store remembers when it last ran: <see cref="StorageStats.LastCleanup"/>.</remarks>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be read or written.</exception>
    Task<MaintenanceResult> MaintainAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes strangers not seen for long and friends that our own tries never reach; then brings the store within its limits.
    /// </summary>
    /// <remarks>
    /// A friend is removed after our own tries were in vain on seven UTC days over <see cref="RetentionOptions.InactiveAfter"/>. On each of
    /// these days another friend must have answered. Nobody is removed by age until the service, since it was opened, recorded a
    /// connection, a sighting, a store, or gossip that names a known peer. To save room the largest strangers are removed.
    /// </remarks>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>How many peers were removed.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be read or written.</exception>
    Task<int> CleanupStalePeersAsync(CancellationToken cancellationToken = default);

    /// <summary>Keeps <paramref name="keep"/> peers: strangers go before friends, the least recently seen first.</summary>
    /// <remarks>Pinned peers always stay and count. A peer that the user blocked for good stays and does not count.</remarks>
    /// <param name="keep">How many peers stay, not negative.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>How many peers were removed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keep"/> is negative.</exception>
    Task<int> CleanupLruAsync(int keep, CancellationToken cancellationToken = default);

    /// <summary>Lifts blacklistings that are over, with the failures that led to them.</summary>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>How many were lifted.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be read or written.</exception>
    Task<int> ClearExpiredBlacklistsAsync(CancellationToken cancellationToken = default);

    /// <summary>Says whether a cleanup is due.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns><c>true</c> if strangers nearly fill the store, or the last cleanup is more than a day ago.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be opened or read.</exception>
    Task<bool> NeedsCleanupAsync(CancellationToken cancellationToken = default);

    /// <summary>Says how full the store is.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Counts, sizes and limits.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be opened or read.</exception>
    Task<StorageStats> GetStorageStatsAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads from the store, and finds out whether its keys can be had.</summary>
    /// <remarks>If there are secrets, the master key is asked for, as it is to open one.</remarks>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How the store and its keys are.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be reached.</exception>
    Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes what was acknowledged survive a power cut. Only a file store with <see cref="Durability.Buffered"/> leaves anything to do.
    /// </summary>
    /// <remarks>It never opens a store. Disposing a file store does the same.</remarks>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>A task that ends when everything is on the disk.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be written.</exception>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
