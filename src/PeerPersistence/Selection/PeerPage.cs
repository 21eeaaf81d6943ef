namespace PeerPersistence;

/// <summary>One page of a query.</summary>
public sealed record PeerPage
{
    /// <summary>The peers of this page.</summary>
    public IReadOnlyList<PeerData> Peers { get; init => field = ValueList<PeerData>.Of(value); } = ValueList<PeerData>.None;

    /// <summary>Asks for the next page, with the same query; <c>null</c>: this is the last.</summary>
    public string? ContinuationToken { get; init; }

    /// <summary>How many, and whether more follow.</summary>
    public override string ToString() => $"{Peers.Count} peers{(ContinuationToken is null ? "" : ", more follow")}";
}
