namespace PeerPersistence;

/// <summary>What a query sorts by. Ties are broken by the peer's id, ordinal and ascending, in both directions.</summary>
public enum PeerSortBy
{
    /// <summary>When the peer was last heard from.</summary>
    LastSeen,

    /// <summary>When a connection last stood; never is the oldest.</summary>
    LastConnected,

    /// <summary>The score of <see cref="PeerScore.Quality(ConnectionQuality)"/>.</summary>
    Quality,
}
