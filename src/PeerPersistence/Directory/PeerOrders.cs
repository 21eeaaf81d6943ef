namespace PeerPersistence;

/// <summary>The peers in each order that a query asked for, kept in it while they change.</summary>
/// <remarks>
/// An order is made when it is first asked for; from then on a change costs O(log n) and the first k peers O(k + log n). Friends, who are
/// few, have orders of their own. Not thread-safe: its directory holds its own lock.
/// </remarks>
internal sealed class PeerOrders
{
    private readonly Dictionary<(PeerSortBy By, PeerSortOrder Order, bool FriendsAlone), SortedSet<Place>> _orders = [];

    /// <summary>A peer came (<paramref name="before"/> is <c>null</c>), changed, or went.</summary>
    public void Update(PeerSummary? before, PeerSummary? after)
    {
        foreach (var (order, places) in _orders)
        {
            if (before is not null)
                places.Remove(Place.Of(before, order.By));
            if (after is not null && (after.IsFriend || !order.FriendsAlone))
                places.Add(Place.Of(after, order.By));
        }
    }

    /// <summary>All peers that a query may want, in its order, beyond <paramref name="after"/> where given.</summary>
    public IEnumerable<PeerSummary> Walk(PeerQuery query, PageCursor? after, IEnumerable<PeerSummary> all)
    {
        var friendsAlone = query.IsFriend == true || query.IsPinned == true;
        if (!_orders.TryGetValue((query.SortBy, query.Order, friendsAlone), out var places))
        {
            var wanted = all.Where(peer => peer.IsFriend || !friendsAlone).Select(peer => Place.Of(peer, query.SortBy));
            places = _orders[(query.SortBy, query.Order, friendsAlone)] = new(wanted, Place.In(query.Order));
        }

        return (after is { } cursor ? Beyond(places, cursor, query.Order) : places).Select(place => place.Peer);
    }

    private static IEnumerable<Place> Beyond(SortedSet<Place> places, PageCursor cursor, PeerSortOrder order)
    {
        var from = new Place(cursor.Key, new() { PeerId = cursor.PeerId, FirstSeen = default, LastSeen = default });
        return places.Count == 0 || places.Comparer.Compare(from, places.Max) > 0
            ? []
            : places.GetViewBetween(from, places.Max).Where(place => cursor.IsBefore(place.Key, place.Peer.PeerId, order));
    }

    /// <summary>A peer, and what it is sorted by.</summary>
    private readonly record struct Place(long Key, PeerSummary Peer)
    {
        private static readonly Comparer<Place> s_ascending = Comparer<Place>.Create((a, b) => Compare(a, b, a.Key.CompareTo(b.Key)));
        private static readonly Comparer<Place> s_descending = Comparer<Place>.Create((a, b) => Compare(a, b, b.Key.CompareTo(a.Key)));

        public static Place Of(PeerSummary peer, PeerSortBy by) => new(PeerOrder.KeyOf(peer, by), peer);

        public static Comparer<Place> In(PeerSortOrder order) => order == PeerSortOrder.Descending ? s_descending : s_ascending;

        private static int Compare(Place a, Place b, int byKey) =>
            byKey != 0 ? byKey : string.CompareOrdinal(a.Peer.PeerId, b.Peer.PeerId);
    }
}
