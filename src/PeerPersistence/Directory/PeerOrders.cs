namespace PeerPersistence;

/// <summary>The peers in each order that a query asked for, kept in it while they change.</summary>
/// <remarks>
/// An order is made when it is first asked for; from then on a change costs O(log n) and the first k peers O(k + log n). Friends, who are
/// few, have orders of their own. Not thread-safe: its directory holds its own lock.
/// </remarks>
internal sealed class PeerOrders
{
    private readonly Dictionary<(PeerSortBy By, PeerSortOrder Order, bool FriendsAlone), SortedPieces<PeerSummary>> _orders = [];

    /// <summary>A peer came (<paramref name="before"/> is <c>null</c>), changed, or went.</summary>
    public void Update(PeerSummary? before, PeerSummary? after)
    {
        foreach (var (order, peers) in _orders)
        {
            if (before is not null)
                peers.Remove(before);
            if (after is not null && (after.IsFriend || !order.FriendsAlone))
                peers.Add(after);
        }
    }

    /// <summary>All peers that a query may want, in its order, beyond <paramref name="after"/> where given.</summary>
    public IEnumerable<PeerSummary> Walk(PeerQuery query, PageCursor? after, IEnumerable<PeerSummary> all)
    {
        var friendsAlone = query.IsFriend == true || query.IsPinned == true;
        if (!_orders.TryGetValue((query.SortBy, query.Order, friendsAlone), out var peers))
        {
            peers = new(all.Where(peer => peer.IsFriend || !friendsAlone), new Comparison(query.SortBy, query.Order));
            _orders[(query.SortBy, query.Order, friendsAlone)] = peers;
        }

        return after is { } cursor
            ? peers.From(peer => cursor.IsBefore(PeerOrder.KeyOf(peer, query.SortBy), peer.PeerId, query.Order))
            : peers.All();
    }

    private sealed class Comparison(PeerSortBy by, PeerSortOrder order) : IComparer<PeerSummary>
    {
        public int Compare(PeerSummary? x, PeerSummary? y)
        {
            var byKey = PeerOrder.KeyOf(x!, by).CompareTo(PeerOrder.KeyOf(y!, by));
            if (byKey != 0)
                return order == PeerSortOrder.Descending ? -byKey : byKey;
            return string.CompareOrdinal(x!.PeerId, y!.PeerId);
        }
    }
}
