namespace PeerPersistence;

/// <summary>Who passes a query's filters; everyone else is counted.</summary>
internal sealed class CandidateFilter(ReconnectionQuery query, IReconnectionRanker ranker, DateTimeOffset now)
{
    private readonly HashSet<string>? _excludedIds =
        query.ExcludePeerIds.Count > 0 ? query.ExcludePeerIds.ToHashSet(StringComparer.Ordinal) : null;
    private readonly HashSet<string>? _onlyIds = query.OnlyPeerIds?.ToHashSet(StringComparer.Ordinal);
    private int _excluded;
    private int _blacklisted;
    private int _tooOld;
    private int _belowQuality;
    private int _belowProbability;

    /// <summary>Those counted so far, each under the first reason that holds.</summary>
    public PassedOver PassedOver => new()
    {
        Excluded = _excluded,
        Blacklisted = _blacklisted,
        TooOld = _tooOld,
        BelowQuality = _belowQuality,
        BelowProbability = _belowProbability,
    };

    /// <summary>Whether a peer passes, but for its probability.</summary>
    public bool Passes(PeerSummary peer)
    {
        if (_excludedIds?.Contains(peer.PeerId) == true || _onlyIds?.Contains(peer.PeerId) == false)
            _excluded++;
        else if (peer.IsBlacklisted(now))
            _blacklisted++;
        else if (query.MaxAge is { } maxAge && now - peer.LastSeen > maxAge)
            _tooOld++;
        else if (peer.Quality < query.MinQuality)
            _belowQuality++;
        else
            return true;
        return false;
    }

    /// <summary>Whether the probability of one that passes is enough.</summary>
    public bool Passes(PeerSummary peer, out RankedPeer ranked)
    {
        ranked = new(peer, Probability(peer));
        if (ranked.Probability >= query.MinProbability)
            return true;
        _belowProbability++;
        return false;
    }

    /// <summary>An application's ranker may err; a number that is none ranks last.</summary>
    private double Probability(PeerSummary peer) => ranker.Rank(peer, now) is var rank && double.IsNaN(rank) ? 0 : Math.Clamp(rank, 0, 1);
}
