namespace PeerPersistence;

/// <summary>A peer and the probability that a try now succeeds.</summary>
internal readonly record struct RankedPeer(PeerSummary Peer, double Probability);
