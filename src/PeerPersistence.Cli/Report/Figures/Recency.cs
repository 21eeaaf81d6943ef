namespace PeerPersistence.Cli;

/// <summary>How many peers were last seen how long ago.</summary>
internal sealed record Recency(string Within, int Peers)
{
    private static readonly (string Name, TimeSpan Age)[] Limits =
    [
        ("an hour", TimeSpan.FromHours(1)), ("a day", TimeSpan.FromDays(1)), ("a week", TimeSpan.FromDays(7)),
        ("a month", TimeSpan.FromDays(30)), ("a quarter", TimeSpan.FromDays(91)), ("longer", TimeSpan.MaxValue),
    ];

    public static IReadOnlyList<Recency> Of(IReadOnlyCollection<PeerData> peers, DateTimeOffset now) =>
        [
            .. Limits.Select((limit, i) => new Recency(
                limit.Name, peers.Count(peer => Array.FindIndex(Limits, other => now - peer.LastSeen <= other.Age) == i))),
        ];
}
