namespace PeerPersistence;

/// <summary>Which of a peer's addresses to try first. Pure.</summary>
internal static class AddressOrder
{
    /// <summary>
    /// Those that are proven or the user's before those that others told; among them new ones, fresh and come since an address last worked;
    /// then those that worked, the latest first; then the fresh; then the younger. Ties as the application stored them.
    /// </summary>
    /// <remarks>
    /// The end of candidates is no address. A peer that sends a new address has moved, so that one is tried at once; when it has aged
    /// without a connection, what worked before leads again.
    /// </remarks>
    public static IReadOnlyList<PeerAddress> Of(StoredPeer stored, DateTimeOffset now)
    {
        List<Known> addresses = [];
        var lastSuccess = DateTimeOffset.MinValue;
        foreach (var candidate in stored.Peer.CachedCandidates)
        {
            if (candidate.IsEnd)
                continue;
            var known = new Known(addresses.Count, candidate, stored.HistoryOf(candidate), now);
            addresses.Add(known);
            if (known.Address.LastWorked > lastSuccess)
                lastSuccess = known.Address.LastWorked.Value;
        }

        addresses.Sort(new Comparison(lastSuccess));
        return addresses.ConvertAll(known => known.Address);
    }

    private static PeerAddress Describe(IceCandidate candidate, AddressHistory history, DateTimeOffset now)
    {
        var since = PeerInstants.Past(history.KnownSince, now);
        var worked = PeerInstants.Past(history.LastWorked, now);
        var age = now - (worked > since ? worked : since ?? worked);
        return new() { Candidate = candidate, LastWorked = worked, Age = age, IsFresh = age <= LifetimeOf(candidate.Type) };
    }

    /// <summary>How long an address is worth a try before others: the original's table.</summary>
    private static TimeSpan LifetimeOf(ConnectionType type) => TimeSpan.FromMinutes(type switch
    {
        ConnectionType.Host => 10,
        ConnectionType.Relay => 2,
        _ => 5,
    });

    private sealed class Known(int place, IceCandidate candidate, AddressHistory history, DateTimeOffset now)
    {
        public readonly int Place = place;

        public readonly bool IsHearsay = history.IsHearsay;

        public readonly DateTimeOffset? Since = PeerInstants.Past(history.KnownSince, now);

        public readonly PeerAddress Address = Describe(candidate, history, now);
    }

    /// <summary>One for all that counts: a sort by each takes a process that starts as long as all else of it.</summary>
    private sealed class Comparison(DateTimeOffset lastSuccess) : IComparer<Known>
    {
        public int Compare(Known? x, Known? y)
        {
            var order = x!.IsHearsay.CompareTo(y!.IsHearsay);
            if (order == 0)
                order = IsNews(y).CompareTo(IsNews(x));
            if (order == 0)
                order = Nullable.Compare(y.Address.LastWorked, x.Address.LastWorked);
            if (order == 0)
                order = y.Address.IsFresh.CompareTo(x.Address.IsFresh);
            if (order == 0)
                order = Nullable.Compare(y.Since, x.Since);
            return order != 0 ? order : x.Place.CompareTo(y.Place);
        }

        private bool IsNews(Known known) => known.Address.IsFresh && known.Since > lastSuccess;
    }
}
