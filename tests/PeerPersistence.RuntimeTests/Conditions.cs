namespace PeerPersistence.RuntimeTests;

/// <summary>What is different this time.</summary>
internal sealed record Conditions
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>By which the program says that it is under them.</summary>
    public required string Told { get; init; }
}
