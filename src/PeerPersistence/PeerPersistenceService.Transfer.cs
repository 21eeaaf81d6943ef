namespace PeerPersistence;

/// <content>Backups: out and in.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public Task<PeerExport> ExportDataAsync(ExportOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        if (options.Passphrase is { Length: 0 })
            throw new ArgumentException("A passphrase is not empty.", nameof(options));
        return ReadAsync(() => ExportAsync(options, cancellationToken));
    }

    private async Task<PeerExport> ExportAsync(ExportOptions options, CancellationToken cancellationToken)
    {
        var directory = await DirectoryAsync(cancellationToken).ConfigureAwait(false);
        List<PeerData> peers = [];
        List<string> leftOut = [];
        var presence = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var stored in await _records.TryReadManyAsync(directory.Ids(), cancellationToken).ConfigureAwait(false))
        {
            if (stored is null)
                continue;
            var peerId = stored.Peer.PeerId;
            var peer = options.Passphrase is null ? stored.Peer with { SharedSecret = null } : await _secrets.OpenAsync(stored, cancellationToken).ConfigureAwait(false);
            peers.Add(peer);
            if (peer.SharedSecret is null && (stored.Envelope is not null || stored.Peer.SharedSecret is not null))
                leftOut.Add(peerId);
            if (options.IncludePresence && stored.Presence is not null)
                presence[peerId] = stored.Presence;
        }

        var export = new PeerExport { ExportDate = _time.GetNow(), Peers = peers, SecretsLeftOut = leftOut, Presence = presence };
        return options.Passphrase is { } passphrase ? await Backup.SealAsync(export, passphrase, cancellationToken).ConfigureAwait(false) : export;
    }

    /// <inheritdoc/>
    public Task<ImportResult> ImportDataAsync(PeerExport export, ImportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(export);
        if (export.Peers is null)
            throw new ArgumentException("Peers is given.", nameof(export));
        options ??= new();
        if (!Enum.IsDefined(options.OnConflict))
            throw new ArgumentOutOfRangeException(nameof(options), options.OnConflict, "OnConflict is none.");
        return WriteAsync(
            async () => await ImportAsync(
                options.Passphrase is { } passphrase ? await Backup.OpenAsync(export, passphrase, cancellationToken).ConfigureAwait(false) : export,
                options, cancellationToken).ConfigureAwait(false),
            cancellationToken);
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
        _telemetry.Evicted(change.Removed.Count, "import");
        var result = new ImportResult
        {
            Imported = change.Stored.Count,
            Skipped = skipped.Except(change.Stored, StringComparer.Ordinal).Count(),
            Evicted = change.Removed.Count + change.NotTakenIn,
            SecretsLeftOut = change.Stored.Count(export.SealedSecrets.ContainsKey),
            Failures = failures,
        };
        _logger.Imported(result.Imported, result.Skipped, result.Evicted, result.SecretsLeftOut, failures.Count);
        return result;
    }

    private async ValueTask<StoredPeer?> ImportAsync(
        StoredPeer? before, PeerData imported, PeerExport export, ImportOptions options, HashSet<string> skipped, KeyValueBatch batch, CancellationToken cancellationToken)
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

        if (ImportMerge.Merge(before.Peer, peer, options.OnConflict) is { } merged)
            return await _secrets.MergeAsync(before with { Presence = presence ?? before.Presence }, merged, batch, cancellationToken).ConfigureAwait(false);
        skipped.Add(peer.PeerId);
        return null;
    }
}
