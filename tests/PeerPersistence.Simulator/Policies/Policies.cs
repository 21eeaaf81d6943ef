namespace PeerPersistence.Simulator;

/// <summary>All orders that are compared.</summary>
internal static class Policies
{
    public static IReadOnlyList<Func<World, Policy>> All { get; } =
    [
        _ => new ScorePolicy("who is really online (oracle)", (history, now) => World.Chance(history.Peer, now, history.LastSeen)),
        world => new LibraryPolicy(world),
        _ => new PresencePolicy("its presence model alone", gossip: true),
        _ => new PresencePolicy("the same without gossip", gossip: false),
        .. Others,
    ];

    /// <summary>Those that are compared in the traces.</summary>
    public static IReadOnlyList<Func<World, Policy>> InTraces => [All[0], All[1], .. Others];

    private static IReadOnlyList<Func<World, Policy>> Others =>
    [
        _ => new HistogramPolicy(),
        _ => new ScorePolicy("Beta posterior of success", BetaPosterior),
        _ => MostRecentlySeen(),
        _ => new OriginalPolicy(),
        _ => BitcoinCore(),
        world => new ScorePolicy("random", (history, now) => world.Luck(7, history.Peer.Number, now)),
    ];

    public static Policy MostRecentlySeen() => new ScorePolicy("most recently seen", (history, _) => history.LastSeen);

    public static Policy BitcoinCore() => new ScorePolicy("Bitcoin Core's GetChance", BitcoinChance);

    /// <summary>The mean of Beta(1 + successes, 1 + failures).</summary>
    private static double BetaPosterior(History history, int now) =>
        (1d + history.Quality.SuccessfulConnections) / (2d + history.Quality.TotalConnections);

    /// <summary>Bitcoin Core's address manager: hardly one tried in the last ten minutes, each failure two thirds; ties to the most recently seen.</summary>
    private static double BitcoinChance(History history, int now)
    {
        var chance = now - history.LastTry < 600 ? 0.01 : 1;
        chance *= Math.Pow(0.66, Math.Min(history.Attempts, 8));
        return chance + (1e-12 * history.LastSeen);
    }
}
