namespace PeerPersistence.Simulator;

/// <summary>What one order did in one window: means over the restarts at which somebody known was there.</summary>
/// <param name="Restarts">How many these are.</param>
/// <param name="NobodyThere">How many others, which are not measured.</param>
/// <param name="Tries">To the first connection; 21: nobody in 20.</param>
/// <param name="ReciprocalRank">Of the first who is there; 0: not among 20.</param>
/// <param name="Seconds">To three connections, three tries at once.</param>
/// <param name="Forecasts">What was said of each known peer, and what happened; none where the order says nothing.</param>
/// <param name="InVain">The same at the starts at which nobody known was there: nothing of it happened.</param>
internal sealed record Replay(
    int Restarts, int NobodyThere, double Tries, double ReciprocalRank, double Seconds, IReadOnlyList<Forecast> Forecasts,
    IReadOnlyList<Forecast> InVain)
{
    public double LogLoss => Forecasts.Average(forecast => forecast.LogLoss);

    public double Brier => Forecasts.Average(forecast => forecast.Brier);

    public static Replay Run(TraceWorld world, Policy policy)
    {
        var simulation = new Simulation(world, policy);
        List<int> tries = [];
        List<double> seconds = [];
        List<Forecast> forecasts = [];
        List<Forecast> inVain = [];
        var nobodyThere = 0;
        foreach (var visit in world.Visits)
        {
            var isSomebodyThere = world.Peers.Any(peer => simulation.App.Knows(peer) && peer.Online.Covers(visit.Start));
            var isScored = visit.Measured && isSomebodyThere;
            if (visit.Measured)
            {
                var candidates = policy.Candidates(visit.Start, policy.Foretells ? int.MaxValue : Policy.MostTries);
                if (isScored)
                    seconds.Add(SecondsToThree(world, simulation.App, visit.Start, candidates));
                if (policy.Foretells)
                {
                    (isScored ? forecasts : inVain).AddRange(
                        candidates.Select(candidate => Foretold(world, simulation.App, visit.Start, candidate)));
                }
            }

            var first = simulation.Live(visit);
            if (isScored)
                tries.Add(first);
            nobodyThere += visit.Measured && !isSomebodyThere ? 1 : 0;
        }

        return new(
            tries.Count, nobodyThere, Mean(tries, first => first), Mean(tries, ReciprocalRankOf), Mean(seconds, each => each), forecasts,
            inVain);
    }

    private static double Mean<T>(IEnumerable<T> values, Func<T, double> figure) => values.Select(figure).DefaultIfEmpty().Average();

    private static double ReciprocalRankOf(int first) => first == Simulation.NobodyAnswered ? 0 : 1.0 / first;

    private static double SecondsToThree(World world, AppLife app, int now, IEnumerable<(SimulatedPeer Peer, double Value)> candidates)
    {
        var peers = candidates.Take(Policy.MostTries).Select(candidate => candidate.Peer);
        return TimedStarts.Seconds(TimedStarts.ThreeAtOnce([.. peers.Select(peer => TimedTry.Of(world, peer, now, app.WouldAnswer(peer, now)))]));
    }

    private static Forecast Foretold(TraceWorld world, AppLife app, int now, (SimulatedPeer Peer, double Value) candidate)
    {
        var (peer, chance) = candidate;
        var last = app.LastContact(peer);
        return new(chance, peer.Online.Covers(now), last - world.MetAt(peer), now - last);
    }
}

/// <summary>What was said of one peer at one restart, and what happened.</summary>
/// <param name="Chance">Said.</param>
/// <param name="IsThere">Happened.</param>
/// <param name="Acquaintance">Seconds from the first meeting to the last news.</param>
/// <param name="SilentFor">Seconds since it was last heard of.</param>
internal readonly record struct Forecast(double Chance, bool IsThere, int Acquaintance, int SilentFor)
{
    private const double Least = 1e-6;

    public double LogLoss => -Math.Log(Math.Clamp(IsThere ? Chance : 1 - Chance, Least, 1));

    public double Brier => Math.Pow((IsThere ? 1 : 0) - Chance, 2);
}
