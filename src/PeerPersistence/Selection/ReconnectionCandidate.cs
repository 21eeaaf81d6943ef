namespace PeerPersistence;

/// <summary>A peer worth a try.</summary>
public sealed record ReconnectionCandidate
{
    /// <summary>The peer.</summary>
    public required PeerData Peer { get; init; }

    /// <summary>100 × the probability that a try now succeeds, 0 to 100.</summary>
    public double Score { get; init; }

    /// <summary>Why, in words: a comma-separated list as of <see cref="PeerScore.Reason"/>.</summary>
    public string Reason { get; init; } = "";
}
