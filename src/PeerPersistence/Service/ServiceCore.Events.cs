namespace PeerPersistence;

/// <content>What happened to a peer.</content>
internal sealed partial class ServiceCore
{
    public Task<bool> FailedAsync(string peerId, CancellationToken cancellationToken) =>
        ChangeAsync(peerId, (peer, now) => PeerEvents.Failed(peer, _options.Retention, now), cancellationToken);

    public async Task<bool> ConnectedAsync(string peerId, QualityMeasurement measurement, bool inbound, CancellationToken cancellationToken)
    {
        var known = await ChangeAsync(peerId, (peer, now) => PeerEvents.Connected(peer, measurement, inbound, now), cancellationToken).ConfigureAwait(false);
        _backoff.Succeeded(peerId);
        return known;
    }

    /// <param name="present">Whom gossip named.</param>
    /// <param name="absenceCounts">Whether those it did not name count as absent.</param>
    /// <param name="cancellationToken">Gives up before the commit.</param>
    public Task<int> GossipedAsync(IReadOnlyCollection<string> present, bool absenceCounts, CancellationToken cancellationToken)
    {
        var named = present.ToHashSet(StringComparer.Ordinal);
        return _records.ChangeManyAsync(
            directory => directory.Summaries
                .Where(peer => named.Contains(peer.PeerId) || (absenceCounts && peer.Presence is { HeardInGossip: true }))
                .Select(peer => peer.PeerId),
            peer => PeerEvents.Gossiped(peer, named.Contains(peer.Peer.PeerId), _time.GetNow()),
            cancellationToken);
    }
}
