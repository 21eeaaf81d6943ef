namespace PeerPersistence;

/// <summary>The first few candidates, gathered in one pass over everybody: what evidence allows of each kind, and the anchors.</summary>
internal sealed class FewCandidates(int count, bool weighsEvidence)
{
    private readonly FirstFew<RankedPeer> _proven = CandidateOrder.Few(count);
    private readonly FirstFew<RankedPeer> _claimed = CandidateOrder.Few(count);
    private readonly FirstFew<RankedPeer> _anchors = EvidenceOrder.Anchors();

    /// <summary>Whether a peer can be among them whose probability is at most this.</summary>
    public bool MayTake(PeerSummary peer, double most) =>
        count > 0 && (!(weighsEvidence && !peer.IsProven ? _claimed : _proven).IsFull(out var last) || most >= last.Value
            || (weighsEvidence && EvidenceOrder.MayAnchor(peer) && (!_anchors.IsFull(out var latest)
                || peer.OwnDays.Last > latest.Peer.OwnDays.Last
                || (peer.OwnDays.Last == latest.Peer.OwnDays.Last && most >= latest.Probability))));

    public void Add(RankedPeer entry)
    {
        (weighsEvidence && !entry.Peer.IsProven ? _claimed : _proven).Add(entry);
        if (weighsEvidence && EvidenceOrder.MayAnchor(entry.Peer))
            _anchors.Add(entry);
    }

    public IEnumerable<RankedPeer> InOrder() =>
        EvidenceOrder.Merge(EvidenceOrder.WithAnchors(_proven.Items, _anchors.Items), _claimed.Items).Take(count);
}
