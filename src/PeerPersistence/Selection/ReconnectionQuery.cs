namespace PeerPersistence;

/// <summary>Which peers are worth a try.</summary>
public sealed record ReconnectionQuery
{
    /// <summary>How many candidates to return at most; 10 unless given. 0: none.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>How long ago a peer may have been last seen, inclusive. <c>null</c>, the default: no limit.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The least quality score, 0 to 100; 0 unless given.</summary>
    public int MinQuality { get; init; }

    /// <summary>The least probability that a try now succeeds, as the ranker gives it, 0 to 1; 0 unless given.</summary>
    /// <remarks>It goes by the ranker alone: how own tries at others came out keeps nobody from being tried.</remarks>
    public double MinProbability { get; init; }

    /// <summary>
    /// Peers that are not offered: the app itself, peers that are connected, peers that are being tried. Copied: if your list changes
    /// later, the query does not.
    /// </summary>
    public IReadOnlyCollection<string> ExcludePeerIds { get; init => field = ValueSet.Of(value); } = ValueSet.None;

    /// <summary>The only peers that are offered, if they are known and not excluded; <c>null</c>, the default: everybody.</summary>
    public IReadOnlyCollection<string>? OnlyPeerIds { get; init => field = ValueSet.Of(value); }

    /// <summary>The share of places for peers that were never tried, 0 to 1; 0 unless given: then the probability alone decides.</summary>
    /// <remarks>
    /// With 0.2 at least every fifth candidate is one, as long as there are any, the likeliest first. Without it an old
    /// list of peers may be tried from top to bottom before a new peer gets its turn.
    /// </remarks>
    public double Exploration { get; init; }

    /// <summary>
    /// How much less each further candidate of the same network counts in the order, 0 to 1; 0 unless given: then it counts in full.
    /// </summary>
    /// <remarks>
    /// Every candidate counts 1 − Diversity times as much as the one before it of its network: with 0.2 a second one stands back
    /// behind others whose probability is more than 0.8 of its own. Addresses of the same /16 (IPv4) or /48 (IPv6) are one
    /// network: that of the address where we last connected to the peer, else of one that you stored yourself. What others claim,
    /// unknown and private addresses are in none. The score stays what it is.
    /// </remarks>
    public double Diversity { get; init; }
}
