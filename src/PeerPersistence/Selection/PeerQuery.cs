namespace PeerPersistence;

/// <summary>Which peers a query returns, and in what order.</summary>
public sealed record PeerQuery
{
    /// <summary>What to sort by; last seen unless given.</summary>
    public PeerSortBy SortBy { get; init; } = PeerSortBy.LastSeen;

    /// <summary>The direction; descending unless given.</summary>
    public PeerSortOrder Order { get; init; } = PeerSortOrder.Descending;

    /// <summary>How many at most (a page's size in <see cref="IPeerPersistenceService.QueryPageAsync"/>). <c>null</c>: all. 0: none.</summary>
    public int? Limit { get; init; }

    /// <summary>The least quality score, 0 to 100; 0 unless given.</summary>
    public int MinQuality { get; init; }

    /// <summary>How long ago a peer may have been last seen, inclusive. <c>null</c>: no limit.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Whether peers that are blacklisted now are left out; yes unless given.</summary>
    public bool ExcludeBlacklisted { get; init; } = true;
}
