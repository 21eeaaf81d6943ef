namespace PeerPersistence;

/// <content><see cref="IPeerUpkeep"/>.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public Task<MaintenanceResult> MaintainAsync(CancellationToken cancellationToken = default) =>
        WriteAsync(core => core.MaintainAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<int> CleanupStalePeersAsync(CancellationToken cancellationToken = default) =>
        WriteAsync(core => core.RemoveStaleAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<int> CleanupLruAsync(int keep, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(keep);
        return WriteAsync(
            core => core.RemoveAsync(directory => CleanupPolicy.LeastRecentlySeen(directory.Summaries, keep), cancellationToken),
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> ClearExpiredBlacklistsAsync(CancellationToken cancellationToken = default) =>
        WriteAsync(core => core.LiftBlacklistsAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> NeedsCleanupAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(core => core.NeedsCleanupAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<StorageStats> GetStorageStatsAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(core => core.ReadStatsAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<StoreHealth> CheckHealthAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(core => core.CheckHealthAsync(cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default) =>
        _source.CallIfOpenAsync(
            core => core.RunAsync(call => call.FlushAsync(cancellationToken), nameof(FlushAsync), writes: false, cancellationToken),
            cancellationToken);
}
