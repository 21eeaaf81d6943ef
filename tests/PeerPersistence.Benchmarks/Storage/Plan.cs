namespace PeerPersistence.Benchmarks.Storage;

/// <summary>How much is measured.</summary>
internal sealed record Plan
{
    public required IReadOnlyList<int> Records { get; init; }

    public required int Rounds { get; init; }

    /// <summary>Commits one after the other, each round.</summary>
    public required int LoneCommits { get; init; }

    /// <summary>How long 64 writers write, each round.</summary>
    public required TimeSpan ManyWriters { get; init; }

    /// <summary>A small number of peers and a large one.</summary>
    public required (int Few, int Many) Peers { get; init; }

    public static Plan Full { get; } = new()
    {
        Records = [200, 10_000, 100_000],
        Rounds = 7,
        LoneCommits = 100,
        ManyWriters = TimeSpan.FromMilliseconds(150),
        Peers = (1_000, 100_000),
    };

    public static Plan Quick { get; } = Full with
    {
        Records = [200, 10_000],
        Rounds = 5,
        Peers = (1_000, 10_000),
    };
}
