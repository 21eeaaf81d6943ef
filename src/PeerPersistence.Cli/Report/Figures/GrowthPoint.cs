namespace PeerPersistence.Cli;

/// <summary>How many of the peers that are remembered now were known at an instant.</summary>
internal sealed record GrowthPoint(DateTimeOffset At, int Peers)
{
    private const int Steps = 120;
    private static readonly TimeSpan LeastSpan = TimeSpan.FromDays(1);

    /// <summary>Evenly spaced, from the first acquaintance, or a day ago, to now.</summary>
    public static IReadOnlyList<GrowthPoint> Of(IEnumerable<PeerData> peers, DateTimeOffset now)
    {
        var seen = peers.Select(peer => peer.FirstSeen).Order().ToList();
        var begin = seen.Count > 0 && seen[0] < now - LeastSpan ? seen[0] : now - LeastSpan;
        var known = 0;
        return [.. Enumerable.Range(0, Steps + 1).Select(step => begin + ((now - begin) * step / Steps)).Select(Known)];

        GrowthPoint Known(DateTimeOffset at)
        {
            while (known < seen.Count && seen[known] <= at)
                known++;
            return new(at, known);
        }
    }
}
