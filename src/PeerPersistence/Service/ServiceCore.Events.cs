namespace PeerPersistence;

/// <content>What happened to a peer.</content>
internal sealed partial class ServiceCore
{
    public async Task<bool> FailedAsync(string peerId, CancellationToken cancellationToken)
    {
        string? introducer = null;
        var known = await _records.ChangeAsync(peerId, (peer, _) =>
        {
            introducer = Introducers.Of(peer, answered: false);
            return new(Failed(peer));
        }, cancellationToken).ConfigureAwait(false);
        await AnswerForAsync(introducer is null ? [] : [introducer], answered: false).ConfigureAwait(false);
        return known;
    }

    public async Task<int> FailedAsync(IReadOnlyCollection<string> peerIds, CancellationToken cancellationToken)
    {
        Dictionary<string, string?> introducers = new(StringComparer.Ordinal);
        var changed = await _records.ChangeManyAsync(_ => peerIds, peer =>
        {
            introducers[peer.Peer.PeerId] = Introducers.Of(peer, answered: false);
            return Failed(peer);
        }, cancellationToken).ConfigureAwait(false);
        await AnswerForAsync([.. introducers.Values.OfType<string>()], answered: false).ConfigureAwait(false);
        return changed;
    }

    /// <summary>A peer was heard from, and no more.</summary>
    public async Task<bool> SeenAsync(string peerId, CancellationToken cancellationToken)
    {
        var known = await _records.TouchAsync(peerId, peer => PeerEvents.Seen(peer, _time.GetNow()), cancellationToken)
            .ConfigureAwait(false);
        _hasListened |= known;
        return known;
    }

    /// <summary>Something was heard from a peer.</summary>
    public async Task<bool> HappenedAsync(
        string peerId, Func<StoredPeer, DateTimeOffset, StoredPeer> change, CancellationToken cancellationToken)
    {
        var known = await _records.ChangeAsync(peerId, (peer, _) => new(change(peer, _time.GetNow())), cancellationToken)
            .ConfigureAwait(false);
        _hasListened |= known;
        return known;
    }

    public async Task<bool> ConnectedAsync(string peerId, QualityMeasurement measurement, bool inbound, CancellationToken cancellationToken)
    {
        string? introducer = null;
        var known = await HappenedAsync(peerId, (peer, now) =>
        {
            introducer = inbound ? null : Introducers.Of(peer, answered: true);
            return PeerEvents.Connected(peer, measurement, inbound, now);
        }, cancellationToken).ConfigureAwait(false);
        await AnswerForAsync(introducer is null ? [] : [introducer], answered: true).ConfigureAwait(false);
        _backoff.Succeeded(peerId);
        return known;
    }

    /// <param name="present">Whom gossip named.</param>
    /// <param name="absenceCounts">Whether those it did not name count as absent.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    public async Task<int> GossipedAsync(IReadOnlyCollection<string> present, bool absenceCounts, CancellationToken cancellationToken)
    {
        var named = present.ToHashSet(StringComparer.Ordinal);
        var changed = await _records.ChangeManyAsync(
            directory => directory.Summaries
                .Where(peer => named.Contains(peer.PeerId) || (absenceCounts && peer.Presence is { HeardInGossip: true }))
                .Select(peer => peer.PeerId),
            peer => PeerEvents.Gossiped(peer, named.Contains(peer.Peer.PeerId), _time.GetNow()),
            cancellationToken).ConfigureAwait(false);
        if (absenceCounts)
            _backoff.Gossiped(named);
        _hasListened |= named.Any(_mirror.Directory.Contains);
        return changed;
    }

    private StoredPeer Failed(StoredPeer peer) => PeerEvents.Failed(
        peer, _options.Retention, day => CleanupPolicy.AnotherAnswered(_mirror.Directory.Summaries, peer.Peer.PeerId, day), _time.GetNow());
}
