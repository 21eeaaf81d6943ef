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
        var extras = new Dictionary<string, PeerExtras>(StringComparer.Ordinal);
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

            var peer = options.Passphrase is null
                ? stored.Peer.WithoutCredentials() with { SharedSecret = null }
                : await _secrets.OpenAsync(stored, cancellationToken).ConfigureAwait(false);
            peers.Add(peer);
            extras[peerId] = new()
            {
                Evidence = stored.Evidence,
                Presence = options.IncludePresence ? stored.Presence : null,
                Told = PeerExtras.ToldOf(stored.Addresses),
            };
            if (IsLeftOut(stored, peer))
                leftOut.Add(peerId);
        }

        var export = new PeerExport
        {
            IsOfStore = true, ExportDate = _time.GetNow(), Peers = peers, LeftOut = unreadable, SecretsLeftOut = leftOut,
            Extras = extras,
        };
        return options.Passphrase is { } passphrase
            ? await Backup.SealAsync(export, passphrase, cancellationToken).ConfigureAwait(false)
            : export;
    }

    public async Task<ImportResult> ImportAsync(PeerExport export, ImportOptions options, CancellationToken cancellationToken)
    {
        if (options.Passphrase is { } passphrase)
            export = await Backup.OpenAsync(export, passphrase, cancellationToken).ConfigureAwait(false);
        List<ImportFailure> failures = [.. export.Unreadable];
        var directory = await _mirror.ReadAsync(cancellationToken).ConfigureAwait(false);
        var run = new ImportRun(IsOwn: options.Passphrase is not null || directory.Count == 0, options.OnConflict);
        List<PeerWrite> writes = [];
        for (var i = 0; i < export.Peers.Count; i++)
        {
            var (peer, index) = (export.Peers[i], i);
            try
            {
                PeerLimitCheck.CheckImported(peer, export.IsOfStore);
                // Read again when it is its turn: all of them at once may take many times the room of the file.
                writes.Add(new(peer.PeerId, (before, batch) =>
                    ImportAsync(before, Entry(export, export.Peers[index]), run, batch, cancellationToken)));
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
            LeftOut = export.LeftOut,
            SecretsLeftOut = change.Stored.Count(peerId => export.ExtrasOf(peerId).HasSealed),
            Failures = failures,
            Conflicts = [.. run.Conflicts],
        };
        _logger.Imported(result.Imported, result.Skipped, result.Evicted, result.SecretsLeftOut, failures.Count);
        return result;
    }

    /// <summary>Whether a secret or a credential that is stored is not in what is exported.</summary>
    private static bool IsLeftOut(StoredPeer stored, PeerData exported) =>
        (exported.SharedSecret is null && (stored.Envelope is not null || stored.Peer.SharedSecret is not null))
        || (stored.Credentials.Count > 0 && IceServerKey.Each(exported.IceServers).Any(
            each => each.Server.Credential is null && stored.Credentials.ContainsKey(each.Key)))
        || (stored.HasClearCredentials && exported.IceServers.All(server => server.Credential is null));

    /// <summary>An entry of an export as a record.</summary>
    /// <remarks>What the original's key did not open is kept as it is; what a passphrase seals stays in the export.</remarks>
    private static StoredPeer Entry(PeerExport export, PeerData peer)
    {
        var extras = export.ExtrasOf(peer.PeerId);
        return new()
        {
            Peer = peer,
            Envelope = export.Protection is null && extras.Envelope is { } envelope ? SealedText.PutAside(envelope) : null,
            Presence = extras.Presence,
            Evidence = extras.Evidence ?? PeerEvidence.OfEarlierVersion(peer),
            Addresses = extras.Told,
        };
    }

    private async ValueTask<StoredPeer?> ImportAsync(
        StoredPeer? before, StoredPeer imported, ImportRun run, KeyValueBatch batch, CancellationToken cancellationToken)
    {
        var now = _time.GetNow();
        imported = imported with { Peer = PeerInstants.Normalize(imported.Peer, now) };
        if (before is not null && await IsConflictAsync(before, imported.Peer, run, cancellationToken).ConfigureAwait(false))
            run.Conflicts.Add(imported.Peer.PeerId);
        var merged = before is null ? ImportMerge.Arrival(imported, run.IsOwn)
            : before.IsRescued ? ImportMerge.OverDamaged(before, imported, run.IsOwn, now)
            : run.IsOwn ? ImportMerge.OfUser(before, imported, run.OnConflict, now)
            : ImportMerge.OfHearsay(before, imported, run.OnConflict, now);
        if (merged is not null)
        {
            merged = RetentionPolicy.Cut(merged, _options.Retention, now);
            return await _secrets.MergeAsync(merged, merged.Peer, before?.Peer, batch, cancellationToken).ConfigureAwait(false);
        }

        run.Skipped.Add(imported.Peer.PeerId);
        return null;
    }

    private async ValueTask<bool> IsConflictAsync(StoredPeer before, PeerData imported, ImportRun run, CancellationToken cancellationToken)
    {
        if (run.IsOwn)
            return ImportMerge.HasAnotherKey(before, imported);
        return ImportMerge.IsConflict(before, imported, _time.GetNow())
            || (imported.SharedSecret is { } secret
                && (await _secrets.OpenAsync(before, cancellationToken).ConfigureAwait(false)).SharedSecret != secret);
    }

    /// <summary>One import as it goes.</summary>
    /// <param name="IsOwn">Whether it is the user's own: its passphrase opened it, or there was no peer yet.</param>
    /// <param name="OnConflict">What the user asked for.</param>
    private sealed record ImportRun(bool IsOwn, ImportConflict OnConflict)
    {
        public HashSet<string> Skipped { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Conflicts { get; } = new(StringComparer.Ordinal);
    }
}
