namespace PeerPersistence;

/// <summary>Which peers a query returns, and in what order.</summary>
public sealed record PeerQuery
{
    /// <summary>What to sort by; last seen unless given.</summary>
    public PeerSortBy SortBy { get; init; } = PeerSortBy.LastSeen;

    /// <summary>The direction; descending unless given.</summary>
    public PeerSortOrder Order { get; init; } = PeerSortOrder.Descending;

    /// <summary>
    /// How many peers to return at most (with <see cref="IPeerQueries.QueryPageAsync"/>: on each page). <c>null</c>: all. 0: none.
    /// </summary>
    public int? Limit { get; init; }

    /// <summary>The least quality score, 0 to 100; 0 unless given.</summary>
    public int MinQuality { get; init; }

    /// <summary>How long ago a peer may have been last seen, inclusive. <c>null</c>: no limit.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Whether peers that are blacklisted now are left out; yes unless given.</summary>
    public bool ExcludeBlacklisted { get; init; } = true;

    /// <summary>Only peers that are pinned (<c>true</c>) or that are not (<c>false</c>). <c>null</c>, the default: both.</summary>
    public bool? IsPinned { get; init; }

    /// <summary>Only friends (see <see cref="PeerData.IsFriend"/>), or only strangers. <c>null</c>, the default: both.</summary>
    public bool? IsFriend { get; init; }

    /// <summary>
    /// Only those that the user blocked (see <see cref="PeerData.IsBlocked"/>), whatever <see cref="ExcludeBlacklisted"/> says, or only
    /// the others. <c>null</c>, the default: both.
    /// </summary>
    public bool? IsBlocked { get; init; }

    /// <summary>A filter of the application's own, asked for peers that passed the others, if need be twice; <c>null</c>: none.</summary>
    /// <remarks>It must be quick, and must not call the service. With pages it must choose the same for every page: a token tells
    /// whether there is a filter, not which.</remarks>
    public Func<PeerSummary, bool>? Where { get; init; }

    /// <summary>Whether shared secrets are opened; yes unless given. If not, no key is asked for, and a peer that has a secret says
    /// <see cref="SecretStatus.Available"/> without it, whether or not it could be opened.</summary>
    public bool WithSecrets { get; init; } = true;
}

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
