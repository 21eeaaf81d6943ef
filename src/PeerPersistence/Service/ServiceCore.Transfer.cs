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
        using var backup = options.Passphrase is { } passphrase
            ? await OpenBackup.UnlockAsync(export, passphrase, cancellationToken).ConfigureAwait(false)
            : null;
        var directory = await _mirror.ReadAsync(cancellationToken).ConfigureAwait(false);
        var run = new ImportRun(backup, IsOwn: backup is not null || directory.Count == 0, options.OnConflict);
        var change = await _roster.StoreAsync(
            Writes(export, run, cancellationToken), _options.MaxPeers, byUser: false, cancellationToken).ConfigureAwait(false);
        _telemetry.Evicted(change.Removed.Count, "import");
        var result = new ImportResult
        {
            Imported = change.Stored.Count,
            Skipped = run.Skipped.Except(change.Stored, StringComparer.Ordinal).Count(),
            Evicted = change.Removed.Count + change.Refused.Count + change.Dropped,
            LeftOut = export.LeftOut,
            SecretsLeftOut = change.Stored.Count(run.Closed.Contains),
            Failures = [.. export.Unreadable, .. run.Failures],
            Conflicts = [.. run.Conflicts],
        };
        _logger.Imported(result.Imported, result.Skipped, result.Evicted, result.SecretsLeftOut, result.Failures.Count);
        return result;
    }

    /// <summary>Whether a secret or a credential that is stored is not in what is exported.</summary>
    private static bool IsLeftOut(StoredPeer stored, PeerData exported) =>
        (exported.SharedSecret is null && (stored.Envelope is not null || stored.Peer.SharedSecret is not null))
        || (stored.Credentials.Count > 0 && IceServerKey.Each(exported.IceServers).Any(
            each => each.Server.Credential is null && stored.Credentials.ContainsKey(each.Key)))
        || (stored.HasClearCredentials && exported.IceServers.All(server => server.Credential is null));

    /// <summary>What is to become of each peer, one after the other: all at once may take many times the room of the file.</summary>
    private IEnumerable<PeerWrite> Writes(PeerExport export, ImportRun run, CancellationToken cancellationToken)
    {
        run.Failures.Clear();
        for (var i = 0; i < export.Peers.Count; i++)
        {
            var index = i;
            if (Checked(export, index, run) is not { } peerId)
                continue;
            yield return new(peerId, async (before, batch) =>
            {
                var imported = await ReadAsync(export, index, peerId, run, cancellationToken).ConfigureAwait(false);
                return await ImportAsync(before, imported, run, batch, cancellationToken).ConfigureAwait(false);
            });
        }
    }

    /// <returns>Its peer id; <c>null</c>: it failed.</returns>
    private static string? Checked(PeerExport export, int index, ImportRun run)
    {
        var peer = export.Peers[index];
        try
        {
            PeerLimitCheck.CheckImported(peer, export.IsOfStore);
            return peer.PeerId;
        }
        catch (ArgumentException e)
        {
            run.Failures.Add(new(index, peer?.PeerId, e.Message));
            return null;
        }
    }

    /// <summary>An entry of an export as a record.</summary>
    /// <remarks>What the original's key did not open is kept as it is; what a passphrase seals stays in the export.</remarks>
    private static async ValueTask<StoredPeer> ReadAsync(
        PeerExport export, int index, string peerId, ImportRun run, CancellationToken cancellationToken)
    {
        var extras = export.ExtrasOf(peerId); // First, so that a large peer is not held while it is read for them again.
        var peer = export.Peers[index];
        if (run.Backup is { } backup)
            (peer, extras) = await backup.OpenAsync(peer, extras, cancellationToken).ConfigureAwait(false);
        if (extras.HasSealed)
            run.Closed.Add(peer.PeerId);

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
    /// <param name="Backup">Opens its secrets; <c>null</c>: no passphrase was given.</param>
    /// <param name="IsOwn">Whether it is the user's own: its passphrase opened it, or there was no peer yet.</param>
    /// <param name="OnConflict">What the user asked for.</param>
    private sealed record ImportRun(OpenBackup? Backup, bool IsOwn, ImportConflict OnConflict)
    {
        public HashSet<string> Skipped { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Conflicts { get; } = new(StringComparer.Ordinal);

        public List<ImportFailure> Failures { get; } = [];

        /// <summary>Peers with a secret that was not opened.</summary>
        public HashSet<string> Closed { get; } = new(StringComparer.Ordinal);
    }
}
