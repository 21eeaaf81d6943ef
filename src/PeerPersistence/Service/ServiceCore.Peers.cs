namespace PeerPersistence;

/// <content>One peer: store, read, change, forget.</content>
internal sealed partial class ServiceCore
{
    public async Task<bool> StoreAsync(PeerData peer, CancellationToken cancellationToken)
    {
        await CheckLimitsAsync(peer, nameof(peer), cancellationToken).ConfigureAwait(false);

        // A known peer changes no index: its record alone is at stake, unless others have to go since the maximum was lowered.
        var known = _mirror.Directory.Contains(peer.PeerId) && _mirror.Directory.PlacesTaken <= _options.MaxPeers
            && await ChangeUnlessDamagedAsync(peer, cancellationToken).ConfigureAwait(false);
        return known || await StoreCheckedAsync([peer], cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="StoreCheckedAsync"/>
    public async Task<bool> StoreAllAsync(IReadOnlyList<PeerData> peers, string parameter, CancellationToken cancellationToken)
    {
        foreach (var peer in peers)
            await CheckLimitsAsync(peer, parameter, cancellationToken).ConfigureAwait(false);
        return await StoreCheckedAsync(peers, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="StoreFullException">Friends have all places; it names those who were not stored.</exception>
    private async Task<bool> StoreCheckedAsync(IReadOnlyList<PeerData> peers, CancellationToken cancellationToken)
    {
        var writes = peers.Select(peer => new PeerWrite(
            peer.PeerId, (before, batch) => MergeAsync(before, peer, batch, cancellationToken)!));
        var change = await _roster.StoreAsync(writes, _options.MaxPeers, byUser: true, cancellationToken).ConfigureAwait(false);
        if (change.Removed.Count > 0)
            _logger.Evicted(change.Removed.Count);
        _telemetry.Evicted(change.Removed.Count, "capacity");
        _hasListened |= change.Stored.Count > 0;
        return change.IsFullOfFriends
            ? throw new StoreFullException(
                $"A new peer must find a place, and all {_options.MaxPeers} are friends' or damaged records' (not " +
                    $"stored: {change.Refused.Count}).")
            {
                PeerIds = [.. change.Refused], IsForGood = true,
            }
            : true;
    }

    /// <returns><c>null</c>: no such peer.</returns>
    public async ValueTask<StoredPeer?> FindAsync(string peerId, CancellationToken cancellationToken, RecordUse use = RecordUse.Change)
    {
        await ReadyAsync(cancellationToken).ConfigureAwait(false);
        return await _records.ReadAsync(peerId, use, cancellationToken).ConfigureAwait(false);
    }

    public async Task<PeerData?> GetAsync(string peerId, CancellationToken cancellationToken) =>
        await FindAsync(peerId, cancellationToken, RecordUse.Show).ConfigureAwait(false) is { } stored
            ? await _secrets.OpenAsync(stored, cancellationToken).ConfigureAwait(false)
            : null;

    public async Task<IReadOnlyList<PeerAddress>> GetAddressesAsync(string peerId, CancellationToken cancellationToken) =>
        await FindAsync(peerId, cancellationToken).ConfigureAwait(false) is { } stored ? AddressOrder.Of(stored, _time.GetNow()) : [];

    public Task<int> ForgetAsync(IReadOnlyCollection<string> peerIds, CancellationToken cancellationToken)
    {
        _hasGarbage = true;
        return _roster.RemoveAsync(
            _ => peerIds, (batch, _, removed) => _removed.RememberAsync(removed, byUser: true, batch, cancellationToken),
            cancellationToken);
    }

    public Task<bool> UpdateAsync(string peerId, Func<PeerData, PeerData> update, CancellationToken cancellationToken) =>
        _records.ChangeAsync(peerId, async (before, batch) =>
        {
            var now = _time.GetNow();
            var seen = await _secrets.OpenAsync(
                before with { Peer = PeerInstants.Normalize(before.Peer, now) }, cancellationToken).ConfigureAwait(false);
            var after = _records.Ask(() => update(seen)) ?? throw new ArgumentException(
                "The update must return a peer (was null).", nameof(update));
            if (ReferenceEquals(seen, after))
                return before;
            PeerValidator.CheckForm(after, nameof(update));
            PeerLimitCheck.Check(after, seen, nameof(update));
            if (after.PeerId != peerId)
                throw new ArgumentException("The update must return the same peer (was another peer's id).", nameof(update));
            after = PeerMerge.KeepUnknown(before.Peer, PeerInstants.Restore(before.Peer, seen, PeerInstants.Normalize(after, now)));
            var replaced = await _secrets.ReplaceAsync(before, seen, after, batch, cancellationToken).ConfigureAwait(false);
            return UserChoice.Updated(before, AddressMemory.Learn(before, replaced, now));
        }, cancellationToken);

    /// <summary>A peer that was read from here, over the limits as it may be, can be stored again.</summary>
    private async Task CheckLimitsAsync(PeerData peer, string parameter, CancellationToken cancellationToken)
    {
        try
        {
            PeerLimitCheck.Check(peer, stored: null, parameter);
        }
        catch (ArgumentException) when (_mirror.Directory.Contains(peer.PeerId))
        {
            var stored = (await _records.TryReadManyAsync([peer.PeerId], cancellationToken).ConfigureAwait(false))[0];
            PeerLimitCheck.Check(
                peer, stored is null ? null : await _secrets.OpenAsync(stored, cancellationToken).ConfigureAwait(false), parameter);
        }
    }

    private async Task<bool> ChangeUnlessDamagedAsync(PeerData peer, CancellationToken cancellationToken)
    {
        try
        {
            var known = await _records.ChangeAsync(
                peer.PeerId, (before, batch) => MergeAsync(before, peer, batch, cancellationToken),
                cancellationToken).ConfigureAwait(false);
            _hasListened |= known;
            return known;
        }
        catch (PeerDataCorruptedException)
        {
            return false;
        }
    }

    /// <summary>Merges a peer into its record, or makes a new one.</summary>
    /// <exception cref="PublicKeyChangedException">It has another public key than the stored one.</exception>
    private async ValueTask<StoredPeer> MergeAsync(
        StoredPeer? before, PeerData given, KeyValueBatch batch, CancellationToken cancellationToken)
    {
        var now = _time.GetNow();
        UserChoice.CheckKey(before, given);
        var peer = before is null ? PeerInstants.Normalize(given, now)
            : _options.Retention.OriginalRules ? PeerMerge.Replace(before.Peer, given, now)
            : PeerMerge.Merge(before.Peer, given, now);
        var merged = await _secrets.MergeAsync(
            before ?? new() { Peer = peer }, peer, before?.Peer, batch, cancellationToken).ConfigureAwait(false);
        return UserChoice.Stored(before, given, AddressMemory.Learn(before, merged, now));
    }
}
