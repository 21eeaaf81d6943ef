namespace PeerPersistence;

/// <content>Backups: out and in.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public async Task<PeerExport> ExportDataAsync(ExportOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        List<PeerData> peers = [];
        var presence = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var peerId in directory.Ids())
        {
            if (await _records.TryReadAsync(peerId, cancellationToken).ConfigureAwait(false) is not { } stored)
                continue;
            peers.Add(stored.Peer with { SharedSecret = null });
            if (options.IncludePresence && stored.Presence is not null)
                presence[peerId] = stored.Presence;
        }

        return new() { ExportDate = _time.GetNow(), Peers = peers, Presence = presence };
    }

    /// <inheritdoc/>
    public Task<ImportResult> ImportDataAsync(PeerExport export, ImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(export);
        options ??= new();
        if (!Enum.IsDefined(options.OnConflict))
            throw new ArgumentOutOfRangeException(nameof(options), options.OnConflict, "OnConflict is none.");
        return WriteAsync(() => ImportAsync(export, options, cancellationToken), cancellationToken);
    }

    private async Task<ImportResult> ImportAsync(PeerExport export, ImportOptions options, CancellationToken cancellationToken)
    {
        List<ImportFailure> failures = [.. export.Unreadable];
        var skipped = new HashSet<string>(StringComparer.Ordinal);
        List<PeerWrite> writes = [];
        foreach (var (peer, index) in export.Peers.Select((peer, index) => (peer, index)))
        {
            try
            {
                PeerValidator.Check(peer);
                writes.Add(new(peer.PeerId, (before, batch) => ImportAsync(before, peer, export, options, skipped, batch, cancellationToken)));
            }
            catch (ArgumentException e)
            {
                failures.Add(new(index, peer?.PeerId, e.Message));
            }
        }

        var change = await _roster.StoreAsync(writes, _options.MaxPeers, ownLast: false, cancellationToken).ConfigureAwait(false);
        return new()
        {
            Imported = change.Stored.Count,
            Skipped = skipped.Except(change.Stored, StringComparer.Ordinal).Count(),
            Evicted = change.Removed.Count + change.NotTakenIn,
            Failures = failures,
        };
    }

    private async ValueTask<StoredPeer?> ImportAsync(
        StoredPeer? before, PeerData imported, PeerExport export, ImportOptions options, HashSet<string> skipped, KeyValueBatch batch, CancellationToken cancellationToken)
    {
        var peer = PeerInstants.Normalize(imported, _time.GetNow());
        var presence = export.Presence.GetValueOrDefault(peer.PeerId);
        if (before is null)
            return await _secrets.MergeAsync(new() { Peer = peer, Presence = presence }, peer, batch, cancellationToken).ConfigureAwait(false);

        if (ImportMerge.Merge(before.Peer, peer, options.OnConflict) is { } merged)
            return await _secrets.MergeAsync(before with { Presence = presence ?? before.Presence }, merged, batch, cancellationToken).ConfigureAwait(false);
        skipped.Add(peer.PeerId);
        return null;
    }
}
