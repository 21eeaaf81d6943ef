namespace PeerPersistence.Cli;

/// <summary>How many peers have which quality.</summary>
internal static class QualityHistogram
{
    public const int Bins = 10;

    /// <summary>Peers by tens of <see cref="PeerScore.Quality"/>: 0 to 9, 10 to 19, … 90 to 100.</summary>
    public static IReadOnlyList<int> Of(IEnumerable<PeerData> peers)
    {
        var counts = new int[Bins];
        foreach (var peer in peers)
            counts[Math.Clamp(PeerScore.Quality(peer.ConnectionQuality) / Bins, 0, Bins - 1)]++;
        return counts;
    }
}
