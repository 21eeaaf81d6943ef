using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>One identity's service, whether it is open or not: every call keeps it open while it runs.</summary>
internal sealed class IdentityService(string identity, IdentityPool pool, Func<string, KeyStrength> strengthOf) : IPeerPersistenceService
{
    public KeyStrength KeyStrength
    {
        get
        {
            using var rental = pool.RentIfOpen(identity);
            return rental?.Peers.KeyStrength ?? strengthOf(identity);
        }
    }

    public Task InitializeAsync(CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.InitializeAsync(cancellationToken), cancellationToken);

    public Task StorePeerAsync(PeerData peer, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.StorePeerAsync(peer, cancellationToken), cancellationToken);

    public Task StorePeersAsync(IEnumerable<PeerData> peers, CancellationToken cancellationToken = default) =>
        CallAsync(service => service.StorePeersAsync(peers, cancellationToken), cancellationToken);

    public Task<PeerData?> GetPeerAsync(string peerId, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.GetPeerAsync(peerId, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<PeerAddress>> GetAddressesAsync(string peerId, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.GetAddressesAsync(peerId, cancellationToken), cancellationToken);

    public Task<bool> RemovePeerAsync(string peerId, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.RemovePeerAsync(peerId, cancellationToken), cancellationToken);

    public Task<bool> UpdatePeerAsync(string peerId, Func<PeerData, PeerData> update, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.UpdatePeerAsync(peerId, update, cancellationToken), cancellationToken);

    public Task<bool> UpdateLastSeenAsync(string peerId, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.UpdateLastSeenAsync(peerId, cancellationToken), cancellationToken);

    public Task<bool> UpdateConnectionQualityAsync(string peerId, QualityMeasurement measurement, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.UpdateConnectionQualityAsync(peerId, measurement, cancellationToken), cancellationToken);

    public Task<bool> UpdateConnectionQualityAsync(string peerId, ConnectionQuality quality, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.UpdateConnectionQualityAsync(peerId, quality, cancellationToken), cancellationToken);

    public Task<bool> IncrementReconnectionAttemptsAsync(string peerId, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.IncrementReconnectionAttemptsAsync(peerId, cancellationToken), cancellationToken);

    public Task<bool> RecordConnectedAsync(
        string peerId, QualityMeasurement? measurement = null, bool inbound = false, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.RecordConnectedAsync(peerId, measurement, inbound, cancellationToken), cancellationToken);

    public Task<bool> RecordDisconnectedAsync(string peerId, TimeSpan uptime, Departure departure, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.RecordDisconnectedAsync(peerId, uptime, departure, cancellationToken), cancellationToken);

    public Task<bool> RecordFailedAttemptAsync(string peerId, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.RecordFailedAttemptAsync(peerId, cancellationToken), cancellationToken);

    public Task ObserveMeshAsync(IReadOnlyCollection<string> presentPeerIds, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.ObserveMeshAsync(presentPeerIds, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<string>> FindNewPeerIdsAsync(IReadOnlyCollection<string> peerIds, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.FindNewPeerIdsAsync(peerIds, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<string>> GetAllPeerIdsAsync(CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.GetAllPeerIdsAsync(cancellationToken), cancellationToken);

    public Task<IReadOnlyList<PeerData>> QueryPeersAsync(PeerQuery? query = null, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.QueryPeersAsync(query, cancellationToken), cancellationToken);

    public Task<PeerPage> QueryPageAsync(PeerQuery query, string? continuationToken = null, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.QueryPageAsync(query, continuationToken, cancellationToken), cancellationToken);

    public Task<ReconnectionCandidates> GetReconnectionCandidatesAsync(ReconnectionQuery? query = null, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.GetReconnectionCandidatesAsync(query, cancellationToken), cancellationToken);

    public Task<ReconnectionResult> ReconnectAsync(
        Func<PeerData, CancellationToken, Task<bool>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.ReconnectAsync(connect, options, progress, cancellationToken), cancellationToken);

    public Task<ReconnectionResult> ReconnectMeasuredAsync(
        Func<PeerData, CancellationToken, Task<QualityMeasurement?>> connect, ReconnectOptions? options = null,
        IProgress<ReconnectionProgress>? progress = null, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.ReconnectMeasuredAsync(connect, options, progress, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A closed identity holds nobody back.</remarks>
    public void NotifyNetworkChanged()
    {
        using var rental = pool.RentIfOpen(identity);
        rental?.Peers.NotifyNetworkChanged();
    }

    /// <inheritdoc/>
    /// <remarks>A watch keeps its identity open; it begins once that is.</remarks>
    public async IAsyncEnumerable<PeerChange> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pool.Disposing);
        using var rental = await pool.RentAsync(identity, cancellationToken).ConfigureAwait(false);
        var changes = rental.Peers.WatchAsync(end.Token).GetAsyncEnumerator(CancellationToken.None);
        await using var disposal = changes.ConfigureAwait(false);
        while (await MoveNextAsync().ConfigureAwait(false))
            yield return changes.Current;

        async ValueTask<bool> MoveNextAsync()
        {
            try
            {
                return await changes.MoveNextAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (pool.IsDisposed)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new ObjectDisposedException(nameof(IPeerPersistenceFactory));
            }
        }
    }

    public Task<int> CleanupStalePeersAsync(CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.CleanupStalePeersAsync(cancellationToken), cancellationToken);

    public Task<int> CleanupLruAsync(int keep, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.CleanupLruAsync(keep, cancellationToken), cancellationToken);

    public Task<int> ClearExpiredBlacklistsAsync(CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.ClearExpiredBlacklistsAsync(cancellationToken), cancellationToken);

    public Task<bool> NeedsCleanupAsync(CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.NeedsCleanupAsync(cancellationToken), cancellationToken);

    public Task<MaintenanceResult> MaintainAsync(CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.MaintainAsync(cancellationToken), cancellationToken);

    public Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.CheckHealthAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A closed identity has been flushed.</remarks>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await pool.ClosingEndedAsync(identity, cancellationToken).ConfigureAwait(false);
        using var rental = pool.RentIfOpen(identity);
        if (rental is { } open)
            await open.Peers.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task<StorageStats> GetStorageStatsAsync(CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.GetStorageStatsAsync(cancellationToken), cancellationToken);

    public Task<PeerExport> ExportDataAsync(ExportOptions? options = null, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.ExportDataAsync(options, cancellationToken), cancellationToken);

    public Task<ImportResult> ImportDataAsync(PeerExport export, ImportOptions? options = null, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.ImportDataAsync(export, options, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<KeyUsage>> GetKeyUsageAsync(CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.GetKeyUsageAsync(cancellationToken), cancellationToken);

    public Task<int> RotateKeysAsync(IProgress<KeyRotationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.RotateKeysAsync(progress, cancellationToken), cancellationToken);

    public Task ChangeMasterKeyAsync(IMasterKeyProvider keys, CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.ChangeMasterKeyAsync(keys, cancellationToken), cancellationToken);

    public Task ClearAllAsync(CancellationToken cancellationToken = default) =>
        CallAsync(peers => peers.ClearAllAsync(cancellationToken), cancellationToken);

    /// <summary>Nothing: the factory closes it.</summary>
    public ValueTask DisposeAsync() => default;

    private async Task<T> CallAsync<T>(Func<IPeerPersistenceService, Task<T>> call, CancellationToken cancellationToken)
    {
        using var rental = await pool.RentAsync(identity, cancellationToken).ConfigureAwait(false);
        return await call(rental.Peers).ConfigureAwait(false);
    }

    private async Task CallAsync(Func<IPeerPersistenceService, Task> call, CancellationToken cancellationToken)
    {
        using var rental = await pool.RentAsync(identity, cancellationToken).ConfigureAwait(false);
        await call(rental.Peers).ConfigureAwait(false);
    }
}
