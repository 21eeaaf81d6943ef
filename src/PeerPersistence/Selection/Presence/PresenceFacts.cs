namespace PeerPersistence;

/// <summary>What the presence model takes from a peer's record beside its own state.</summary>
internal readonly record struct PresenceFacts(
    DateTimeOffset FirstSeen, DateTimeOffset LastSeen, int SuccessfulConnections, int TotalConnections, ConnectionType ConnectionType)
{
    public static PresenceFacts Of(PeerData peer) => new(
        peer.FirstSeen, peer.LastSeen, peer.ConnectionQuality.SuccessfulConnections, peer.ConnectionQuality.TotalConnections,
        peer.ConnectionQuality.ConnectionType);

    public static PresenceFacts Of(PeerSummary peer) =>
        new(peer.FirstSeen, peer.LastSeen, peer.SuccessfulConnections, peer.TotalConnections, peer.ConnectionType);
}
