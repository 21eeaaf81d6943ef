namespace PeerPersistence;

/// <content>One peer: store, read, change, forget.</content>
public sealed partial class PeerPersistenceService
{
    /// <inheritdoc/>
    public Task StorePeerAsync(PeerData peer, CancellationToken cancellationToken = default)
    {
        PeerValidator.Check(peer);
        return WriteAsync(async () =>
        {
            // A known peer changes no index: its record alone is at stake, unless others have to go since the maximum was lowered.
            var known = _mirror.Directory.Contains(peer.PeerId) && _mirror.Directory.Count <= _options.MaxPeers
                && await ChangeUnlessDamagedAsync(peer, cancellationToken).ConfigureAwait(false);
            return known || await StoreAllAsync([peer], cancellationToken).ConfigureAwait(false);
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task StorePeersAsync(IEnumerable<PeerData> peers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(peers);
        var all = peers.ToList();
        foreach (var peer in all)
            PeerValidator.Check(peer, nameof(peers));
        return WriteAsync(() => StoreAllAsync(all, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<PeerData?> GetPeerAsync(string peerId, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckId(peerId);
        return ReadAsync(async () =>
        {
            await ReadyAsync(cancellationToken).ConfigureAwait(false);
            var stored = await _records.ReadAsync(peerId, cancellationToken).ConfigureAwait(false);
            return stored is null ? null : await _secrets.OpenAsync(stored, cancellationToken).ConfigureAwait(false);
        });
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<PeerAddress>> GetAddressesAsync(string peerId, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckId(peerId);
        return ReadAsync(async () =>
        {
            await ReadyAsync(cancellationToken).ConfigureAwait(false);
            var stored = await _records.ReadAsync(peerId, cancellationToken).ConfigureAwait(false);
            return stored is null ? [] : AddressOrder.Of(stored, _time.GetNow());
        });
    }

    /// <inheritdoc/>
    public Task<bool> RemovePeerAsync(string peerId, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckId(peerId);
        return WriteAsync(
            async () => await _roster.RemoveAsync(
                _ => [peerId], (batch, _, removed) => _removed.RememberAsync(removed, batch, cancellationToken), cancellationToken).ConfigureAwait(false) > 0,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<bool> UpdatePeerAsync(string peerId, Func<PeerData, PeerData> update, CancellationToken cancellationToken = default)
    {
        PeerValidator.CheckId(peerId);
        ArgumentNullException.ThrowIfNull(update);
        return WriteAsync(() => _records.ChangeAsync(peerId, async (before, batch) =>
        {
            var now = _time.GetNow();
            var seen = await _secrets.OpenAsync(before with { Peer = PeerInstants.Normalize(before.Peer, now) }, cancellationToken).ConfigureAwait(false);
            var after = _records.Ask(() => update(seen)) ?? throw new ArgumentException("The update returned null.", nameof(update));
            if (ReferenceEquals(seen, after))
                return before;
            PeerValidator.Check(after, nameof(update));
            if (after.PeerId != peerId)
                throw new ArgumentException("The update returned another peer's id.", nameof(update));
            after = PeerMerge.KeepUnknown(before.Peer, PeerInstants.Restore(before.Peer, seen, PeerInstants.Normalize(after, now)));
            var replaced = await _secrets.ReplaceAsync(before, seen, after, batch, cancellationToken).ConfigureAwait(false);
            return AddressMemory.Learn(before, replaced, now);
        }, cancellationToken), cancellationToken);
    }

    private async Task<bool> ChangeUnlessDamagedAsync(PeerData peer, CancellationToken cancellationToken)
    {
        try
        {
            return await _records.ChangeAsync(peer.PeerId, (before, batch) => MergeAsync(before, peer, batch, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (PeerDataCorruptedException)
        {
            return false;
        }
    }

    private async Task<bool> StoreAllAsync(IReadOnlyList<PeerData> peers, CancellationToken cancellationToken)
    {
        var writes = peers.Select(peer => new PeerWrite(peer.PeerId, async (before, batch) => await MergeAsync(before, peer, batch, cancellationToken).ConfigureAwait(false)));
        var change = await _roster.StoreAsync([.. writes], _options.MaxPeers, ownLast: true, cancellationToken).ConfigureAwait(false);
        if (change.Removed.Count > 0)
            _logger.Evicted(change.Removed.Count);
        _telemetry.Evicted(change.Removed.Count, "capacity");
        return true;
    }

    /// <summary>Merges a peer into its record, or makes a new one.</summary>
    private async ValueTask<StoredPeer> MergeAsync(StoredPeer? before, PeerData given, KeyValueBatch batch, CancellationToken cancellationToken)
    {
        var now = _time.GetNow();
        var peer = PeerInstants.Normalize(given, now);
        var merged = before is null
            ? await _secrets.MergeAsync(new() { Peer = peer }, peer, batch, cancellationToken).ConfigureAwait(false)
            : await _secrets.MergeAsync(before, PeerMerge.Merge(before.Peer, peer), batch, cancellationToken).ConfigureAwait(false);
        return AddressMemory.Learn(before, merged, now);
    }
}
