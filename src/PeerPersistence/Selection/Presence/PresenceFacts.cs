namespace PeerPersistence;

/// <summary>What the presence model takes from a peer's record beside its own state.</summary>
internal readonly record struct PresenceFacts(
    DateTimeOffset FirstSeen, DateTimeOffset LastSeen, int SuccessfulConnections, int TotalConnections, ConnectionType ConnectionType)
{
    public static PresenceFacts Of(PeerData peer) => Of(peer.FirstSeen, peer.LastSeen, peer.ConnectionQuality);

    public static PresenceFacts Of(PeerSummary peer) => Of(peer.FirstSeen, peer.LastSeen, peer.ConnectionQuality);

    private static PresenceFacts Of(DateTimeOffset firstSeen, DateTimeOffset lastSeen, ConnectionQuality quality) =>
        new(firstSeen, lastSeen, quality.SuccessfulConnections, quality.TotalConnections, quality.ConnectionType);
}
