namespace PeerPersistence;

/// <summary>Whom to try: everyone who passes the filters is ranked, and everyone else is counted. Pure.</summary>
internal sealed class CandidateSelection
{
    private readonly IReadOnlyList<RankedPeer> _peers;
    private readonly bool _weighsEvidence;
    private readonly double _exploration;

    private CandidateSelection(IReadOnlyList<RankedPeer> peers, bool weighsEvidence, double exploration, PassedOver passedOver) =>
        (_peers, _weighsEvidence, _exploration, PassedOver) = (peers, weighsEvidence, exploration, passedOver);

    /// <summary>How many passed the filters.</summary>
    public int Count => _peers.Count;

    /// <summary>The others, each under the first reason that holds.</summary>
    public PassedOver PassedOver { get; }

    public static CandidateSelection Of(
        IReadOnlyCollection<PeerSummary> peers, ReconnectionQuery query, IReconnectionRanker ranker, DateTimeOffset now)
    {
        var excludedIds = query.ExcludePeerIds.ToHashSet(StringComparer.Ordinal);
        var onlyIds = query.OnlyPeerIds?.ToHashSet(StringComparer.Ordinal);
        int excluded = 0, blacklisted = 0, tooOld = 0, belowQuality = 0, belowProbability = 0;
        List<RankedPeer> ranked = new(peers.Count);
        foreach (var peer in peers)
        {
            if (excludedIds.Contains(peer.PeerId) || onlyIds?.Contains(peer.PeerId) == false)
                excluded++;
            else if (peer.IsBlacklisted(now))
                blacklisted++;
            else if (now - peer.LastSeen > query.MaxAge)
                tooOld++;
            else if (peer.Quality < query.MinQuality)
                belowQuality++;
            else if (Probability(peer) is var probability && probability < query.MinProbability)
                belowProbability++;
            else
                ranked.Add(new(peer, probability));
        }

        var valued = query.Diversity > 0 ? CandidateOrder.Diversify([.. CandidateOrder.Sort(ranked)], query.Diversity) : ranked;
        return new(valued, ranker is not OriginalScoreRanker, query.Exploration, new()
        {
            Excluded = excluded,
            Blacklisted = blacklisted,
            TooOld = tooOld,
            BelowQuality = belowQuality,
            BelowProbability = belowProbability,
        });

        // An application's ranker may err; a number that is none ranks last.
        double Probability(PeerSummary peer) => ranker.Rank(peer, now) is var rank && double.IsNaN(rank) ? 0 : Math.Clamp(rank, 0, 1);
    }

    /// <summary>The likeliest first, ties by id, ordinal, as far as evidence and the query ask for nothing else.</summary>
    /// <remarks>
    /// Cheap for the first <paramref name="wanted"/>, which need no full sort; the others follow where one of those is gone.
    /// </remarks>
    public IEnumerable<RankedPeer> Ranked(int wanted)
    {
        return _exploration > 0
            ? CandidateOrder.Explore([.. Order(_peers.Count)], _exploration)
            : Order(wanted).Take(wanted).Concat(Order(_peers.Count).Skip(wanted));
    }

    /// <summary>All of them, the first so many in order. The original knows no evidence.</summary>
    private IEnumerable<RankedPeer> Order(int first)
    {
        if (!_weighsEvidence)
            return CandidateOrder.First(first, _peers);
        var proven = CandidateOrder.First(first, _peers.Where(entry => entry.Peer.IsProven));
        var claimed = CandidateOrder.First(first, _peers.Where(entry => !entry.Peer.IsProven));
        return EvidenceOrder.Merge(EvidenceOrder.WithAnchors(proven, EvidenceOrder.AnchorsOf(_peers)), claimed);
    }

    /// <exception cref="ArgumentException">A field of the query is out of range.</exception>
    public static void Check(ReconnectionQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var check = new FieldCheck(nameof(query));
        check.NotNegative(query.Limit, nameof(query.Limit));
        check.NotNegative(query.MaxAge, nameof(query.MaxAge));
        check.Share(query.MinProbability, nameof(query.MinProbability));
        check.Share(query.Diversity, nameof(query.Diversity));
        check.Share(query.Exploration, nameof(query.Exploration));
        check.NotNull(query.ExcludePeerIds, nameof(query.ExcludePeerIds));
    }
}

/// <summary>A peer and the probability that a try now succeeds.</summary>
internal readonly record struct RankedPeer(PeerSummary Peer, double Probability)
{
    /// <summary>What it counts in the order: its probability, as far as the query asks for nothing else.</summary>
    public double Value { get; init; } = Probability;
}
