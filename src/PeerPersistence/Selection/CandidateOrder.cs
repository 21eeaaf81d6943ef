namespace PeerPersistence;

/// <summary>What a query may change about the order by probability. Pure; nobody is dropped, and an option of 0 changes nothing.</summary>
internal static class CandidateOrder
{
    /// <summary>A share of 0.1 is a little less in binary, and its tenth place is meant.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Beyond, a sort is quicker than putting each in its place.</summary>
    public const int MostOfFew = 64;

    private static readonly Comparer<RankedPeer> s_bestFirst = Comparer<RankedPeer>.Create(Compare);

    /// <summary>The best first; ties by probability, then by id, ordinal.</summary>
    public static IEnumerable<RankedPeer> Sort(IEnumerable<RankedPeer> peers) => peers.OrderBy(entry => entry, s_bestFirst);

    /// <summary>Gathers the first so many of <see cref="Sort"/>.</summary>
    public static FirstFew<RankedPeer> Few(int count) => new(count, s_bestFirst);

    /// <summary>Every further candidate of a network counts 1 − <paramref name="diversity"/> times as much as the one before it.</summary>
    /// <param name="ranked">The likeliest first.</param>
    /// <param name="diversity">0 to 1.</param>
    /// <remarks>
    /// What a candidate counts depends only on its place within its own network, and falls from place to place. So one sort
    /// gives what picking the best that is left, again and again, would give.
    /// </remarks>
    public static IReadOnlyList<RankedPeer> Diversify(IReadOnlyList<RankedPeer> ranked, double diversity)
    {
        Dictionary<int, double> shares = [];
        List<RankedPeer> valued = new(ranked.Count);
        foreach (var entry in ranked)
        {
            var share = entry.Peer.Network is { } network ? shares.GetValueOrDefault(network, 1) : 1;
            valued.Add(entry with { Value = entry.Probability * share });
            if (entry.Peer.Network is { } used)
                shares[used] = share * (1 - diversity);
        }

        return [.. Sort(valued)];
    }

    /// <summary>
    /// Among the first n, for every n, at least ⌊n × <paramref name="exploration"/>⌋ were never tried, as far as there are any.
    /// </summary>
    /// <param name="ranked">The best first.</param>
    /// <param name="exploration">0 to 1.</param>
    /// <remarks>
    /// Among the untried, as among the tried, the order stays. No chance is needed: an untried peer that was tried is none any
    /// more, and makes room for the next.
    /// </remarks>
    public static IReadOnlyList<RankedPeer> Explore(IReadOnlyList<RankedPeer> ranked, double exploration)
    {
        if (exploration == 0)
            return ranked;
        var (untried, tried) = (new Queue<int>(), new Queue<int>());
        for (var place = 0; place < ranked.Count; place++)
            (ranked[place].Peer.NeverTried ? untried : tried).Enqueue(place);

        List<RankedPeer> order = new(ranked.Count);
        for (var explored = 0; order.Count < ranked.Count;)
        {
            var due = Math.Floor((exploration * (order.Count + 1)) + Rounding) > explored;
            var explore = untried.Count > 0 && (due || tried.Count == 0 || untried.Peek() < tried.Peek());
            order.Add(ranked[explore ? untried.Dequeue() : tried.Dequeue()]);
            explored += explore ? 1 : 0;
        }

        return order;
    }

    private static int Compare(RankedPeer a, RankedPeer b)
    {
        var order = b.Value.CompareTo(a.Value);
        if (order == 0)
            order = b.Probability.CompareTo(a.Probability);
        return order != 0 ? order : string.CompareOrdinal(a.Peer.PeerId, b.Peer.PeerId);
    }
}
