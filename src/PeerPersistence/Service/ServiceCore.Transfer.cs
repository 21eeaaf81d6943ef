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
        var evidence = new Dictionary<string, PeerEvidence>(StringComparer.Ordinal);
        var hearsay = new Dictionary<string, IReadOnlyDictionary<string, AddressHistory>>(StringComparer.Ordinal);
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
            evidence[peerId] = stored.Evidence;
            if (stored.Addresses.Where(address => address.Value.IsHearsay).ToDictionary(address => address.Key, address => address.Value, StringComparer.Ordinal) is { Count: > 0 } told)
                hearsay[peerId] = told;
            if (peer.SharedSecret is null && (stored.Envelope is not null || stored.Peer.SharedSecret is not null))
                leftOut.Add(peerId);
            if (options.IncludePresence && stored.Presence is not null)
                presence[peerId] = stored.Presence;
        }

        var export = new PeerExport { ExportDate = _time.GetNow(), Peers = peers, LeftOut = unreadable, SecretsLeftOut = leftOut, Presence = presence, Evidence = evidence, Hearsay = hearsay };
        return options.Passphrase is { } passphrase ? await Backup.SealAsync(export, passphrase, cancellationToken).ConfigureAwait(false) : export;
    }

    public async Task<ImportResult> ImportAsync(PeerExport export, ImportOptions options, CancellationToken cancellationToken)
    {
        if (options.Passphrase is { } passphrase)
            export = await Backup.OpenAsync(export, passphrase, cancellationToken).ConfigureAwait(false);
        List<ImportFailure> failures = [.. export.Unreadable];
        var run = new ImportRun(options.Passphrase is not null || (await _mirror.ReadAsync(cancellationToken).ConfigureAwait(false)).Count == 0, options.OnConflict);
        List<PeerWrite> writes = [];
        foreach (var (peer, index) in export.Peers.Select((peer, index) => (peer, index)))
        {
            try
            {
                PeerValidator.Check(peer);
                writes.Add(new(peer.PeerId, (before, batch) => ImportAsync(before, Entry(export, peer), run, batch, cancellationToken)));
            }
            catch (ArgumentException e)
            {
                failures.Add(new(index, peer?.PeerId, e.Message));
            }
        }

        var change = await _roster.StoreAsync(writes, _options.MaxPeers, byUser: false, cancellationToken).ConfigureAwait(false);
        _telemetry.Evicted(change.Removed.Count, "import");
        var result = new ImportResult
        {
            Imported = change.Stored.Count,
            Skipped = run.Skipped.Except(change.Stored, StringComparer.Ordinal).Count(),
            Evicted = change.Removed.Count + change.Refused.Count,
            SecretsLeftOut = change.Stored.Count(export.SealedSecrets.ContainsKey),
            Failures = failures,
            Conflicts = [.. run.Conflicts],
        };
        _logger.Imported(result.Imported, result.Skipped, result.Evicted, result.SecretsLeftOut, failures.Count);
        return result;
    }

    /// <summary>An entry of an export as a record. What the original's key did not open is kept as it is; what a passphrase seals stays in the export.</summary>
    private static StoredPeer Entry(PeerExport export, PeerData peer) => new()
    {
        Peer = peer,
        Envelope = export.Protection is null ? export.SealedSecrets.GetValueOrDefault(peer.PeerId) : null,
        Presence = export.Presence.GetValueOrDefault(peer.PeerId),
        Evidence = export.Evidence.GetValueOrDefault(peer.PeerId) ?? PeerEvidence.OfEarlierVersion(peer),
        Addresses = export.Hearsay.GetValueOrDefault(peer.PeerId) ?? new Dictionary<string, AddressHistory>(),
    };

    private async ValueTask<StoredPeer?> ImportAsync(StoredPeer? before, StoredPeer imported, ImportRun run, KeyValueBatch batch, CancellationToken cancellationToken)
    {
        var now = _time.GetNow();
        imported = imported with { Peer = PeerInstants.Normalize(imported.Peer, now) };
        if (before is not null && (run.IsOwn ? ImportMerge.HasAnotherKey(before, imported.Peer) : await IsConflictAsync(before, imported.Peer, cancellationToken).ConfigureAwait(false)))
            run.Conflicts.Add(imported.Peer.PeerId);
        var merged = before is null ? ImportMerge.Arrival(imported, run.IsOwn)
            : run.IsOwn ? ImportMerge.OfUser(before, imported, run.OnConflict, now)
            : ImportMerge.OfHearsay(before, imported, run.OnConflict, now);
        if (merged is not null)
            return await _secrets.MergeAsync(RetentionPolicy.Cut(merged, _options.Retention, now), merged.Peer, batch, cancellationToken).ConfigureAwait(false);
        run.Skipped.Add(imported.Peer.PeerId);
        return null;
    }

    private async ValueTask<bool> IsConflictAsync(StoredPeer before, PeerData imported, CancellationToken cancellationToken) =>
        ImportMerge.IsConflict(before, imported, _time.GetNow())
        || (imported.SharedSecret is { } secret && (await _secrets.OpenAsync(before, cancellationToken).ConfigureAwait(false)).SharedSecret != secret);

    /// <summary>One import as it goes.</summary>
    /// <param name="IsOwn">Whether it is the user's own: its passphrase opened it, or there was no peer yet.</param>
    /// <param name="OnConflict">What the user asked for.</param>
    private sealed record ImportRun(bool IsOwn, ImportConflict OnConflict)
    {
        public HashSet<string> Skipped { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Conflicts { get; } = new(StringComparer.Ordinal);
    }
}
