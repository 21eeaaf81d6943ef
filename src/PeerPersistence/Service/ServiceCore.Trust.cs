namespace PeerPersistence;

/// <content>What others tell, and what only the user may say.</content>
internal sealed partial class ServiceCore
{
    /// <summary>One introducer may have one place in so many.</summary>
    private const int PlacesPerIntroducer = 10;

    /// <summary>Known peers get unproven addresses; unknown ones come as strangers, as long as their introducer has a place left.</summary>
    public async Task<bool> IntroduceAsync(IReadOnlyList<PeerData> peers, string introducedBy, CancellationToken cancellationToken)
    {
        var removed = await _removed.ReadAsync(cancellationToken).ConfigureAwait(false);
        var directory = await _mirror.ReadAsync(cancellationToken).ConfigureAwait(false);
        var introducer = PeerSummaries.IntroducerOf(introducedBy);
        var places = Math.Max(1, _options.MaxPeers / PlacesPerIntroducer) - directory.Summaries.Count(peer => peer.Introducer == introducer && !peer.IsFriend);
        var welcome = peers.Where(peer => !directory.Contains(peer.PeerId) && !removed.Contains(peer.PeerId)).Select(peer => peer.PeerId)
            .Distinct(StringComparer.Ordinal).Take(Math.Max(0, places)).ToHashSet(StringComparer.Ordinal);

        // A damaged record is no stranger: its key and secret may be healed yet.
        var writes = peers.Where(peer => welcome.Contains(peer.PeerId) || directory.Find(peer.PeerId) is { IsBlocked: false })
            .Select(peer => new PeerWrite(peer.PeerId, (before, _) => new(Introduce(before, peer, introducedBy, welcome))));
        var change = await _roster.StoreAsync([.. writes], _options.MaxPeers, byUser: false, cancellationToken).ConfigureAwait(false);
        _telemetry.Evicted(change.Removed.Count, "capacity");
        return true;
    }

    public Task<bool> BlockAsync(string peerId, CancellationToken cancellationToken) =>
        _records.ChangeAsync(peerId, (peer, _) => new(UserWord.Blocked(peer)), cancellationToken);

    public Task<bool> UnblockAsync(string peerId, CancellationToken cancellationToken) =>
        _records.ChangeAsync(peerId, (peer, _) => new(peer.Peer.BlacklistUntil is null ? peer : RetentionPolicy.Lift(peer)), cancellationToken);

    public Task<bool> SetPinnedAsync(string peerId, bool pinned, CancellationToken cancellationToken) =>
        _records.ChangeAsync(
            peerId, (peer, _) => new(peer.Peer.IsPinned == pinned ? peer : peer with { Peer = peer.Peer with { IsPinned = pinned } }), cancellationToken);

    public Task<bool> AcceptKeyAsync(string peerId, string publicKey, CancellationToken cancellationToken) =>
        _records.ChangeAsync(peerId, (peer, _) => new(UserWord.Accepted(peer, publicKey)), cancellationToken);

    private StoredPeer? Introduce(StoredPeer? before, PeerData told, string introducedBy, HashSet<string> welcome)
    {
        var now = _time.GetNow();
        if (before is null)
            return welcome.Contains(told.PeerId) ? Introduction.OfStranger(told, introducedBy, now) : null;
        var after = Introduction.AddAddresses(before, told.CachedCandidates, introducedBy, now);
        return ReferenceEquals(before, after) ? null : after;
    }
}
