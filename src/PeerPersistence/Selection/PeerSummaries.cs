namespace PeerPersistence;

/// <summary>The summary of a record.</summary>
internal static class PeerSummaries
{
    public static PeerSummary Of(StoredPeer stored)
    {
        var peer = stored.Peer;
        return new()
        {
            PeerId = peer.PeerId,
            FirstSeen = peer.FirstSeen,
            LastSeen = peer.LastSeen,
            LastConnected = peer.LastConnected,
            TotalConnections = peer.ConnectionQuality.TotalConnections,
            SuccessfulConnections = peer.ConnectionQuality.SuccessfulConnections,
            ConnectionType = peer.ConnectionQuality.ConnectionType,
            ReconnectionAttempts = peer.ReconnectionAttempts,
            BlacklistUntil = peer.BlacklistUntil,
            IsPinned = peer.IsPinned,
            IsFriend = peer.IsFriend,
            IsBlocked = stored.IsBlocked,
            Quality = PeerScore.Quality(peer.ConnectionQuality),
            Presence = PresenceState.TryParse(stored.Presence),
            HasSecret = stored.HasSealedSecret,
            Network = NetworkGroup.Of(peer),
        };
    }
}
