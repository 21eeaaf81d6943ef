namespace PeerPersistence;

/// <summary>Filters and sorts peers as a query asks. Pure.</summary>
internal static class PeerOrder
{
    /// <summary>The peers that a query wants, in its order, beyond <paramref name="after"/> where given; without the limit.</summary>
    public static IEnumerable<PeerSummary> Select(
        IEnumerable<PeerSummary> peers, PeerQuery query, DateTimeOffset now, PageCursor? after = null)
    {
        var wanted = peers.Where(peer => Matches(peer, query, now) && query.Where?.Invoke(peer) != false)
            .Select(peer => (Key: KeyOf(peer, query.SortBy), Peer: peer));
        if (after is { } cursor)
            wanted = wanted.Where(entry => cursor.IsBefore(entry.Key, entry.Peer.PeerId, query.Order));
        var sorted = query.Order == PeerSortOrder.Descending
            ? wanted.OrderByDescending(entry => entry.Key)
            : wanted.OrderBy(entry => entry.Key);
        return sorted.ThenBy(entry => entry.Peer.PeerId, StringComparer.Ordinal).Select(entry => entry.Peer);
    }

    /// <summary>Those of peers in the query's order that it wants, without asking the application's own filter.</summary>
    public static IEnumerable<PeerSummary> Filter(IEnumerable<PeerSummary> inOrder, PeerQuery query, DateTimeOffset now) =>
        inOrder.TakeWhile(peer => !IsTheEnd(peer, query, now)).Where(peer => Matches(peer, query, now));

    /// <summary>What a peer is sorted by, as a number; never connected is the oldest.</summary>
    public static long KeyOf(PeerSummary peer, PeerSortBy sortBy) => sortBy switch
    {
        PeerSortBy.LastConnected => peer.LastConnected?.UtcTicks ?? long.MinValue,
        PeerSortBy.Quality => peer.Quality,
        _ => peer.LastSeen.UtcTicks,
    };

    /// <exception cref="ArgumentException">A field of the query is out of range.</exception>
    public static void Check(PeerQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new FieldCheck(nameof(query));
        check.NotNegative(query.Limit, nameof(query.Limit));
        check.NotNegative(query.MaxAge, nameof(query.MaxAge));
        check.Defined(query.SortBy, nameof(query.SortBy));
        check.Defined(query.Order, nameof(query.Order));
    }

    private static bool Matches(PeerSummary peer, PeerQuery query, DateTimeOffset now) =>
        !(query.ExcludeBlacklisted && peer.IsBlacklisted(now))
        && peer.Quality >= query.MinQuality
        && (query.MaxAge is not { } age || now - peer.LastSeen <= age)
        && (query.IsPinned ?? peer.IsPinned) == peer.IsPinned
        && (query.IsFriend ?? peer.IsFriend) == peer.IsFriend;

    /// <summary>Whether neither this peer nor any after it can be wanted.</summary>
    private static bool IsTheEnd(PeerSummary peer, PeerQuery query, DateTimeOffset now) =>
        query.Order == PeerSortOrder.Descending
        && ((query.SortBy == PeerSortBy.LastSeen && now - peer.LastSeen > query.MaxAge)
            || (query.SortBy == PeerSortBy.Quality && peer.Quality < query.MinQuality));
}
