namespace PeerPersistence;

/// <content>Upkeep: who stays, how full it is, forgetting everything.</content>
internal sealed partial class ServiceCore
{
    private static readonly TimeSpan CleanupInterval = TimeSpan.FromDays(1);

    /// <summary>Whether bytes may lie in the store of a peer that was removed, or of a key that was replaced.</summary>
    private volatile bool _hasGarbage;

    public async Task<MaintenanceResult> MaintainAsync(CancellationToken cancellationToken)
    {
        await CutBlacklistsAsync(cancellationToken).ConfigureAwait(false);
        var removed = await RemoveStaleAsync(cancellationToken).ConfigureAwait(false);
        await _mirror.KeepSummariesAsync(cancellationToken).ConfigureAwait(false);
        return new()
        {
            Removed = removed,
            BlacklistsLifted = await LiftBlacklistsAsync(cancellationToken).ConfigureAwait(false),
            Compacted = (removed > 0 || _hasGarbage) && await TryCompactAsync(cancellationToken).ConfigureAwait(false),
        };
    }

    public async Task<bool> NeedsCleanupAsync(CancellationToken cancellationToken)
    {
        var stats = await ReadStatsAsync(cancellationToken).ConfigureAwait(false);
        var isFull = _mirror.Directory.PlacesTaken >= _options.CleanupThreshold * _options.MaxPeers
            || stats.EstimatedSizeBytes >= _options.CleanupThreshold * _options.MaxStorageMB * 1024 * 1024;
        return (isFull && _mirror.Directory.Summaries.Any(peer => peer.MayGo && !peer.IsFriend)) // Of friends alone: nobody goes for it.
            || (_time.GetNow() - stats.LastCleanup).Duration() > CleanupInterval; // One ahead: the clock was wrong then.
    }

    public async Task<StorageStats> ReadStatsAsync(CancellationToken cancellationToken)
    {
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        var metadata = await ReadMetadataAsync(cancellationToken).ConfigureAwait(false);
        var count = directory.Count;
        var size = directory.EstimatedSizeBytes;
        return new()
        {
            PeerCount = count,
            EstimatedSizeBytes = size,
            EstimatedSizeMB = size / 1024.0 / 1024.0,
            MaxPeers = _options.MaxPeers,
            UtilizationPercent = 100.0 * count / _options.MaxPeers,
            LastCleanup = metadata.LastCleanup,
            DamagedRecords = directory.DamagedCount,
        };
    }

    public async Task<bool> ClearAsync(CancellationToken cancellationToken)
    {
        await _roster.ClearAsync(cancellationToken).ConfigureAwait(false);
        _protector.Forget();
        if (_store.Ability<ICompactingStore>() is { } compacting)
            await compacting.CompactAsync(cancellationToken).ConfigureAwait(false);
        if (_store.Ability<IRecoveringStore>() is { } recovering)
            await recovering.DeleteDamagedBytesAsync(cancellationToken).ConfigureAwait(false);
        _logger.Cleared();
        return true;
    }

    public Task<int> LiftBlacklistsAsync(CancellationToken cancellationToken)
    {
        return _records.ChangeManyAsync(
            directory => directory.Summaries.Where(peer => IsOver(peer.BlacklistUntil)).Select(peer => peer.PeerId),
            stored => IsOver(stored.Peer.BlacklistUntil) ? UserChoice.Unblock(stored) : stored,
            cancellationToken);

        bool IsOver(DateTimeOffset? until) => until < _time.GetNow();
    }

    /// <summary>Cuts blacklistings from failures that a wrong clock, or another setting, made too long.</summary>
    private Task CutBlacklistsAsync(CancellationToken cancellationToken) =>
        _mirror.Directory.HasBlacklisted ? CutThoseBeyondAsync(cancellationToken) : Task.CompletedTask;

    private async Task CutThoseBeyondAsync(CancellationToken cancellationToken)
    {
        if (Beyond(_mirror.Directory).Any())
        {
            await _records.ChangeManyAsync(
                Beyond, stored => RetentionPolicy.Cut(stored, _options.Retention, _time.GetNow()), cancellationToken)
                .ConfigureAwait(false);
        }

        IEnumerable<string> Beyond(PeerDirectory directory) => directory.Summaries
            .Where(peer => RetentionPolicy.IsBeyond(peer.BlacklistUntil, peer.IsBlocked, _options.Retention, _time.GetNow()))
            .Select(peer => peer.PeerId);
    }

    /// <summary>Gets rid of the bytes of what went, where the store can and has room for it.</summary>
    private async Task<bool> TryCompactAsync(CancellationToken cancellationToken)
    {
        _hasGarbage = false; // First: what goes meanwhile may be missed.
        return !(_hasGarbage = !await _store.TryCompactAsync(cancellationToken).ConfigureAwait(false));
    }

    public async Task<int> RemoveStaleAsync(CancellationToken cancellationToken)
    {
        var metadata = await ReadMetadataAsync(cancellationToken).ConfigureAwait(false);
        var removed = await _roster.RemoveAsync(Stale, (batch, directory, gone) =>
        {
            metadata.LastCleanup = _time.GetNow();
            metadata.TotalPeers = directory.Count - gone.Count;
            metadata.EstimatedSize = directory.EstimatedSizeBytes;
            batch.Set(_keys.Metadata, metadata.Write());
            return _removed.RememberAsync(gone.Where(peerId => IsGivenUp(directory.Find(peerId))), byUser: false, batch, cancellationToken);
        }, cancellationToken).ConfigureAwait(false);
        CleanedUp(removed);
        return removed;

        bool IsGivenUp(PeerSummary? peer) => peer is not null && RetentionPolicy.IsGivenUp(peer, _options.Retention, _time.GetNow());

        IEnumerable<string> Stale(PeerDirectory directory) => CleanupPolicy.Stale(
            directory.Summaries, directory.PlacesTaken - _options.MaxPeers,
            directory.EstimatedSizeBytes - (_options.MaxStorageMB * 1024 * 1024), peerId => 2L * directory.CharactersOf(peerId),
            _hasListened, _options.Retention, _time.GetNow());
    }

    /// <summary>Makes room in a store that has none: the stale go, or, where nobody is, some strangers.</summary>
    private async Task MakeRoomAsync(CancellationToken cancellationToken)
    {
        if (await RemoveStaleAsync(cancellationToken).ConfigureAwait(false) == 0)
            await RemoveAsync(
                directory => CleanupPolicy.Strangers(directory.Summaries, _time.GetNow()), cancellationToken).ConfigureAwait(false);
    }

    public async Task<int> RemoveAsync(Func<PeerDirectory, IEnumerable<string>> choose, CancellationToken cancellationToken)
    {
        var removed = await _roster.RemoveAsync(choose, also: null, cancellationToken).ConfigureAwait(false);
        CleanedUp(removed);
        return removed;
    }

    private void CleanedUp(int removed)
    {
        _logger.CleanedUp(removed);
        _telemetry.Evicted(removed, "cleanup");
    }

    private async Task<StoreMetadata> ReadMetadataAsync(CancellationToken cancellationToken) =>
        await _store.GetAsync(_keys.Metadata, cancellationToken).ConfigureAwait(false) is { } bytes
            && StoreMetadata.Read(bytes.Span) is { } metadata
            ? metadata
            : new() { LastCleanup = _time.GetNow() };
}
