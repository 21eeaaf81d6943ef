using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <summary>Whom to try: everyone who passes the filters is ranked, and everyone else is counted. Pure.</summary>
internal sealed class CandidateSelection
{
    /// <summary>So many peers stay in the processor's nearest memory until they are looked at.</summary>
    private const int ReadAtOnce = 32;

    private readonly IReadOnlyCollection<PeerSummary> _peers;
    private readonly ReconnectionQuery _query;
    private readonly IReconnectionRanker _ranker;
    private readonly DateTimeOffset _now;
    private readonly IReadOnlyList<RankedPeer>? _few;

    private CandidateSelection(
        IReadOnlyCollection<PeerSummary> peers, ReconnectionQuery query, IReconnectionRanker ranker, DateTimeOffset now)
    {
        (_peers, _query, _ranker, _now) = (peers, query, ranker, now);
        var few = query is { Diversity: 0, Exploration: 0, Limit: <= CandidateOrder.MostOfFew }
            ? new FewCandidates(query.Limit, WeighsEvidence)
            : null;
        (Count, PassedOver) = Pass(entry => few?.Add(entry), few);
        _few = few is null ? null : [.. few.InOrder()];
    }

    /// <summary>How many passed the filters.</summary>
    public int Count { get; }

    /// <summary>The others, each under the first reason that holds.</summary>
    public PassedOver PassedOver { get; }

    /// <summary>The original knows no evidence.</summary>
    private bool WeighsEvidence => _ranker is not OriginalScoreRanker;

    public static CandidateSelection Of(
        IReadOnlyCollection<PeerSummary> peers, ReconnectionQuery query, IReconnectionRanker ranker, DateTimeOffset now) =>
        new(peers, query, ranker, now);

    /// <summary>The likeliest first, ties by id, ordinal, as far as evidence and the query ask for nothing else.</summary>
    /// <remarks>
    /// The first few, as many as the query wants, are at hand; the others are ranked only where one of those is gone.
    /// </remarks>
    public IEnumerable<RankedPeer> Ranked()
    {
        foreach (var entry in _few ?? [])
            yield return entry;
        if (_few?.Count == Count)
            yield break;
        foreach (var entry in All().Skip(_few?.Count ?? 0))
            yield return entry;
    }

    private IEnumerable<RankedPeer> All()
    {
        List<RankedPeer> passed = new(Count);
        Pass(passed.Add);
        var ranked = CandidateOrder.Sort(passed);
        if (_query.Diversity > 0)
            ranked = CandidateOrder.Diversify([.. ranked], _query.Diversity);
        if (WeighsEvidence)
        {
            var inOrder = ranked.ToList();
            ranked = EvidenceOrder.Merge(
                EvidenceOrder.WithAnchors(inOrder.Where(entry => entry.Peer.IsProven), EvidenceOrder.AnchorsOf(inOrder)),
                inOrder.Where(entry => !entry.Peer.IsProven));
        }

        return _query.Exploration > 0 ? CandidateOrder.Explore([.. ranked], _query.Exploration) : ranked;
    }

    /// <param name="take">Gets those who pass, ranked.</param>
    /// <param name="few">Who passes and cannot be among these is counted, and not ranked.</param>
    private (int Passed, PassedOver Others) Pass(Action<RankedPeer> take, FewCandidates? few = null)
    {
        var mayLeaveOut = _query.MinProbability == 0 && _ranker is PresenceRanker ? few : null;
        var filter = new CandidateFilter(_query, _ranker, _now);
        var (passed, instant) = (0, PresenceClock.Seconds(_now));
        var peers = _peers as PeerSummary[] ?? [.. _peers];
        for (var next = 0; next < peers.Length; next += ReadAtOnce)
        {
            var some = peers.AsSpan(next, Math.Min(ReadAtOnce, peers.Length - next));
            ReadAhead(some);
            foreach (var peer in some)
            {
                if (filter.Passes(peer)
                    && (mayLeaveOut?.MayTake(peer, PresenceModel.Most(peer.Bound, instant)) == false || TryTake(peer, filter, take)))
                    passed++;
            }
        }

        return (passed, filter.PassedOver);
    }

    /// <summary>Reads from the beginning, the middle and the end of each what the loop will read.</summary>
    /// <remarks>
    /// Peers lie scattered over the memory. So little is done here with each that the processor waits for many at once, and not for one
    /// after the other, which took most of the time. Inlined, it would be left out, because nobody needs its result.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long ReadAhead(ReadOnlySpan<PeerSummary> peers)
    {
        var read = 0L;
        foreach (var peer in peers)
            read += (peer.IsBlacklisted(default) ? 1 : 0) + peer.OwnSuccesses + peer.Bound.Updated;
        return read;
    }

    /// <remarks>Seldom called. Inlined, it would leave the compiler no room to inline what the loop does for everybody.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryTake(PeerSummary peer, CandidateFilter filter, Action<RankedPeer> take)
    {
        if (!filter.Passes(peer, out var ranked))
            return false;
        take(ranked);
        return true;
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
/// <remarks>A class: the runtime has the code of collections of classes, and would compile that of a structure's at every start.</remarks>
internal sealed record RankedPeer(PeerSummary Peer, double Probability)
{
    /// <summary>What it counts in the order: its probability, as far as the query asks for nothing else.</summary>
    public double Value { get; init; } = Probability;
}
