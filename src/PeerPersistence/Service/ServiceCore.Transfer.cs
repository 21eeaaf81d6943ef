namespace PeerPersistence;

/// <content>Backups: out and in.</content>
internal sealed partial class ServiceCore
{
    public async Task<PeerExport> ExportAsync(ExportOptions options, CancellationToken cancellationToken)
    {
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        List<PeerData> peers = [];
        List<string> leftOut = [];
        List<string> unreadable = [];
        var presence = new Dictionary<string, string>(StringComparer.Ordinal);
        var peerIds = directory.Ids();
        var records = await _records.TryReadManyAsync(peerIds, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < peerIds.Count; i++)
        {
            var peerId = peerIds[i];
            if (records[i] is not { } stored)
            {
                if (directory.IsDamaged(peerId))
                    unreadable.Add(peerId);
                continue;
            }

            var peer = options.Passphrase is null ? stored.Peer with { SharedSecret = null } : await _secrets.OpenAsync(stored, cancellationToken).ConfigureAwait(false);
            peers.Add(peer);
            if (peer.SharedSecret is null && (stored.Envelope is not null || stored.Peer.SharedSecret is not null))
                leftOut.Add(peerId);
            if (options.IncludePresence && stored.Presence is not null)
                presence[peerId] = stored.Presence;
        }

        var export = new PeerExport { ExportDate = _time.GetNow(), Peers = peers, LeftOut = unreadable, SecretsLeftOut = leftOut, Presence = presence };
        return options.Passphrase is { } passphrase ? await Backup.SealAsync(export, passphrase, cancellationToken).ConfigureAwait(false) : export;
    }

    public async Task<ImportResult> ImportAsync(PeerExport export, ImportOptions options, CancellationToken cancellationToken)
    {
        if (options.Passphrase is { } passphrase)
            export = await Backup.OpenAsync(export, passphrase, cancellationToken).ConfigureAwait(false);
        List<ImportFailure> failures = [.. export.Unreadable];
        var skipped = new HashSet<string>(StringComparer.Ordinal);
        var conflicts = new HashSet<string>(StringComparer.Ordinal);
        List<PeerWrite> writes = [];
        foreach (var (peer, index) in export.Peers.Select((peer, index) => (peer, index)))
        {
            try
            {
                PeerValidator.Check(peer);
                writes.Add(new(peer.PeerId, (before, batch) => ImportAsync(before, peer, export, options, skipped, conflicts, batch, cancellationToken)));
            }
            catch (ArgumentException e)
            {
                failures.Add(new(index, peer?.PeerId, e.Message));
            }
        }

        var change = await TakeInAsync(writes, "import", cancellationToken).ConfigureAwait(false);
        var result = new ImportResult
        {
            Imported = change.Stored.Count,
            Skipped = skipped.Except(change.Stored, StringComparer.Ordinal).Count(),
            Evicted = change.Removed.Count + change.NotTakenIn,
            SecretsLeftOut = change.Stored.Count(export.SealedSecrets.ContainsKey),
            Failures = failures,
            Conflicts = [.. conflicts],
        };
        _logger.Imported(result.Imported, result.Skipped, result.Evicted, result.SecretsLeftOut, failures.Count);
        return result;
    }

    /// <summary>Stores peers of others, each only where its rank wins it a place.</summary>
    private async Task<RosterChange> TakeInAsync(IReadOnlyList<PeerWrite> writes, string reason, CancellationToken cancellationToken)
    {
        var change = await _roster.StoreAsync(writes, _options.MaxPeers, ownLast: false, cancellationToken).ConfigureAwait(false);
        _telemetry.Evicted(change.Removed.Count, reason);
        return change;
    }

    private async ValueTask<StoredPeer?> ImportAsync(
        StoredPeer? before, PeerData imported, PeerExport export, ImportOptions options, HashSet<string> skipped, HashSet<string> conflicts,
        KeyValueBatch batch, CancellationToken cancellationToken)
    {
        var peer = PeerInstants.Normalize(imported, _time.GetNow());
        var presence = export.Presence.GetValueOrDefault(peer.PeerId);
        if (before is null)
        {
            // What the original's key did not open is kept as it is; what a passphrase seals stays in the export.
            var envelope = export.Protection is null ? export.SealedSecrets.GetValueOrDefault(peer.PeerId) : null;
            var arrival = new StoredPeer { Peer = peer, Envelope = envelope, Presence = presence };
            return await _secrets.MergeAsync(arrival, peer, batch, cancellationToken).ConfigureAwait(false);
        }

        if (PublicKeys.Differ(before.Peer.PublicKey, peer.PublicKey))
        {
            conflicts.Add(peer.PeerId);
            if (options.OnConflict != ImportConflict.Replace)
                peer = peer with { PublicKey = null };
        }

        if (ImportMerge.Merge(before.Peer, peer, options.OnConflict) is { } merged)
            return await _secrets.MergeAsync(before with { Presence = presence ?? before.Presence }, merged, batch, cancellationToken).ConfigureAwait(false);
        skipped.Add(peer.PeerId);
        return null;
    }
}
