namespace PeerPersistence.Simulator;

/// <summary>The library's order, its probability weighed by who says so, without its store and its loop: many worlds take minutes.</summary>
internal sealed class EvidencePolicy() : PresencePolicy("its order by evidence", gossip: true)
{
    private static readonly PresenceRanker Ranker = new();

    public override IReadOnlyList<(SimulatedPeer Peer, double Value)> Candidates(int now, int most = MostTries)
    {
        var peers = Known.Values.ToDictionary(history => history.Peer.Id, history => history.Peer);
        var selection = CandidateSelection.Of([.. Known.Values.Select(Summary)], new() { Limit = most }, Ranker, World.At(now));
        return [.. selection.Ranked().Take(most).Select(candidate => (peers[candidate.Peer.PeerId], candidate.Probability))];
    }

    private static PeerSummary Summary(History history)
    {
        var facts = history.Facts;
        return new()
        {
            PeerId = history.Peer.Id,
            FirstSeen = facts.FirstSeen,
            LastSeen = facts.LastSeen,
            LastConnected = history.LastConnected,
            TotalConnections = facts.TotalConnections,
            SuccessfulConnections = facts.SuccessfulConnections,
            ConnectionType = facts.ConnectionType,
            Presence = history.Presence,
            Kind = history.Evidence.KindOf(isPinned: false, hasSecret: false),
            OwnSuccesses = history.Evidence.OwnSuccesses,
            OwnDays = history.Evidence.OwnDays,
        };
    }
}
