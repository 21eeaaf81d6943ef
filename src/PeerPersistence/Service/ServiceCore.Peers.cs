namespace PeerPersistence;

/// <content>One peer: store, read, change, forget.</content>
internal sealed partial class ServiceCore
{
    public async Task<bool> StoreAsync(PeerData peer, CancellationToken cancellationToken)
    {
        // A known peer changes no index: its record alone is at stake, unless others have to go since the maximum was lowered.
        var known = _mirror.Directory.Contains(peer.PeerId) && _mirror.Directory.Count <= _options.MaxPeers
            && await ChangeUnlessDamagedAsync(peer, cancellationToken).ConfigureAwait(false);
        return known || await StoreAllAsync([peer], cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> StoreAllAsync(IReadOnlyList<PeerData> peers, CancellationToken cancellationToken)
    {
        var writes = peers.Select(peer => new PeerWrite(peer.PeerId, async (before, batch) => await MergeAsync(before, peer, batch, cancellationToken).ConfigureAwait(false)));
        var change = await _roster.StoreAsync([.. writes], _options.MaxPeers, ownLast: true, cancellationToken).ConfigureAwait(false);
        if (change.Removed.Count > 0)
            _logger.Evicted(change.Removed.Count);
        _telemetry.Evicted(change.Removed.Count, "capacity");
        return true;
    }

    /// <returns><c>null</c>: no such peer.</returns>
    public async Task<StoredPeer?> FindAsync(string peerId, CancellationToken cancellationToken)
    {
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        return await _records.ReadAsync(peerId, cancellationToken).ConfigureAwait(false);
    }

    public async Task<PeerData?> GetAsync(string peerId, CancellationToken cancellationToken) =>
        await FindAsync(peerId, cancellationToken).ConfigureAwait(false) is { } stored
            ? await _secrets.OpenAsync(stored, cancellationToken).ConfigureAwait(false)
            : null;

    public async Task<IReadOnlyList<PeerAddress>> GetAddressesAsync(string peerId, CancellationToken cancellationToken) =>
        await FindAsync(peerId, cancellationToken).ConfigureAwait(false) is { } stored ? AddressOrder.Of(stored, _time.GetNow()) : [];

    public Task<int> ForgetAsync(IReadOnlyCollection<string> peerIds, CancellationToken cancellationToken) =>
        _roster.RemoveAsync(_ => peerIds, (batch, _, removed) => _removed.RememberAsync(removed, batch, cancellationToken), cancellationToken);

    public Task<bool> UpdateAsync(string peerId, Func<PeerData, PeerData> update, CancellationToken cancellationToken) =>
        _records.ChangeAsync(peerId, async (before, batch) =>
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
            return AddressMemory.Learn(before, UserChoice.Updated(replaced), now);
        }, cancellationToken);

    /// <summary>Something happened to a peer.</summary>
    public Task<bool> ChangeAsync(string peerId, Func<StoredPeer, DateTimeOffset, StoredPeer> change, CancellationToken cancellationToken) =>
        _records.ChangeAsync(peerId, (peer, _) => new(change(peer, _time.GetNow())), cancellationToken);

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

    /// <summary>Merges a peer into its record, or makes a new one.</summary>
    private async ValueTask<StoredPeer> MergeAsync(StoredPeer? before, PeerData given, KeyValueBatch batch, CancellationToken cancellationToken)
    {
        var now = _time.GetNow();
        var peer = PeerInstants.Normalize(given, now);
        if (before is { IsKeyClaimed: false } && PublicKeys.Differ(before.Peer.PublicKey, given.PublicKey))
            throw new PublicKeyChangedException(given.PeerId);
        var merged = before is null
            ? await _secrets.MergeAsync(new() { Peer = peer }, peer, batch, cancellationToken).ConfigureAwait(false)
            : await _secrets.MergeAsync(before, PeerMerge.Merge(before.Peer, peer), batch, cancellationToken).ConfigureAwait(false);
        return AddressMemory.Learn(before, merged with { IsKeyClaimed = merged.IsKeyClaimed && given.PublicKey is null }, now);
    }
}
