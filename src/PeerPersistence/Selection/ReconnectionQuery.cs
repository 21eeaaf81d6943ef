namespace PeerPersistence;

/// <summary>Which peers are worth a try.</summary>
public sealed record ReconnectionQuery
{
    /// <summary>How many candidates at most; 10 unless given. 0: none.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>How long ago a peer may have been last seen, inclusive. <c>null</c>, the default: no limit.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The least quality score, 0 to 100; 0 unless given.</summary>
    public int MinQuality { get; init; }

    /// <summary>The least probability that a try now succeeds, 0 to 1; 0 unless given.</summary>
    public double MinProbability { get; init; }

    /// <summary>Peers not to offer: oneself, those connected, those being tried.</summary>
    public IReadOnlyCollection<string> ExcludePeerIds { get; init; } = [];
}
