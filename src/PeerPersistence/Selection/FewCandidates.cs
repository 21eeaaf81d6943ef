namespace PeerPersistence;

/// <summary>The first few candidates, gathered in one pass over everybody: what evidence allows of each kind, and the anchors.</summary>
internal sealed class FewCandidates(int count, bool weighsEvidence)
{
    private readonly FirstFew<RankedPeer> _proven = CandidateOrder.Few(count);
    private readonly FirstFew<RankedPeer> _claimed = CandidateOrder.Few(count);
    private readonly FirstFew<RankedPeer> _anchors = EvidenceOrder.Anchors();

    /// <summary>What a further one has to reach: as long as there is room, nothing.</summary>
    private double _leastProven;
    private double _leastClaimed;
    private (int Day, double Probability) _leastAnchor;

    /// <summary>Whether a peer can be among them whose probability is at most this.</summary>
    public bool MayTake(PeerSummary peer, double most) => count > 0
        && (most >= (weighsEvidence && !peer.IsProven ? _leastClaimed : _leastProven) || (weighsEvidence && MayAnchor(peer, most)));

    public void Add(RankedPeer entry)
    {
        (weighsEvidence && !entry.Peer.IsProven ? _claimed : _proven).Add(entry);
        if (weighsEvidence && EvidenceOrder.MayAnchor(entry.Peer))
            _anchors.Add(entry);
        _leastProven = _proven.Last?.Value ?? 0;
        _leastClaimed = _claimed.Last?.Value ?? 0;
        _leastAnchor = _anchors.Last is { } last ? (last.Peer.OwnDays.Last, last.Probability) : default;
    }

    public IEnumerable<RankedPeer> InOrder() =>
        EvidenceOrder.Merge(EvidenceOrder.WithAnchors(_proven.Items, _anchors.Items), _claimed.Items).Take(count);

    private bool MayAnchor(PeerSummary peer, double most)
    {
        var day = peer.OwnDays.Last;
        return (day > _leastAnchor.Day || (day == _leastAnchor.Day && most >= _leastAnchor.Probability)) && EvidenceOrder.MayAnchor(peer);
    }
}
