namespace PeerPersistence;

/// <summary>One page of a query.</summary>
public sealed record PeerPage
{
    /// <summary>The peers of this page.</summary>
    public IReadOnlyList<PeerData> Peers { get; init; } = [];

    /// <summary>Asks for the next page, with the same query; <c>null</c>: this is the last.</summary>
    public string? ContinuationToken { get; init; }
}
