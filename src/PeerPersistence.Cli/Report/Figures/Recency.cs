namespace PeerPersistence.Cli;

/// <summary>How many peers were last seen how long ago.</summary>
internal sealed record Recency(string Within, int Peers)
{
    private static readonly (string Name, TimeSpan Age)[] Limits =
    [
        ("hour", TimeSpan.FromHours(1)), ("day", TimeSpan.FromDays(1)), ("week", TimeSpan.FromDays(7)),
        ("month", TimeSpan.FromDays(30)), ("quarter", TimeSpan.FromDays(91)), ("longer", TimeSpan.MaxValue),
    ];

    public static IReadOnlyList<Recency> Of(IReadOnlyCollection<PeerData> peers, DateTimeOffset now) =>
        [
            .. Limits.Select((limit, i) => new Recency(
                limit.Name, peers.Count(peer => Array.FindIndex(Limits, other => now - peer.LastSeen <= other.Age) == i))),
        ];
}
