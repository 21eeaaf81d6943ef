namespace PeerPersistence.Simulator;

/// <summary>
/// An app that stays open wants all its friends back: every five minutes it tries whom it misses. Counts what that costs and finds.
/// </summary>
/// <param name="Visits">How often the app was open.</param>
/// <param name="Wasted">Tries of background rounds that failed.</param>
/// <param name="Reachable">Known peers that would have answered in some round of a visit, summed over the visits.</param>
/// <param name="Found">Those among them that were connected in that visit.</param>
internal readonly record struct Background(int Visits, int Wasted, int Reachable, int Found)
{
    private const int Interval = 300;
    private const int GossipEvery = World.GossipInterval / Interval;

    public double WastedPerVisit => (double)Wasted / Visits;

    public double Coverage => (double)Found / Reachable;

    public static Background operator +(Background a, Background b) =>
        new(a.Visits + b.Visits, a.Wasted + b.Wasted, a.Reachable + b.Reachable, a.Found + b.Found);

    /// <summary>As rows of a table, the library and the original.</summary>
    public static IReadOnlyList<(string Row, double Value)> Rows(World world)
    {
        var (library, original) = (Measure(world, new LibraryPolicy(world)), Measure(world, new OriginalPolicy()));
        return
        [
            ("wasted tries a visit, the library", library.WastedPerVisit),
            ("wasted tries a visit, the original", original.WastedPerVisit),
            ("share of the reachable found, the library", library.Coverage),
            ("share of the reachable found, the original", original.Coverage),
        ];
    }

    public static Background Measure<T>(World world, T policy) where T : Policy, IRetrying
    {
        var app = new AppLife(world, policy);
        var sum = default(Background);
        foreach (var visit in world.Visits.Where(visit => !world.OwnOutage(visit)))
        {
            var counts = Live(visit, world, policy, app);
            sum += visit.Measured ? counts : default;
        }

        return sum;
    }

    private static Background Live<T>(Visit visit, World world, T policy, AppLife app) where T : Policy, IRetrying
    {
        var wasted = 0;
        HashSet<SimulatedPeer> reachable = [];
        HashSet<SimulatedPeer> found = [];
        policy.Reconnect(visit.Start, Simulation.ConnectionsWanted, peer => app.Try(peer, visit.Start));
        for (var (now, round) = (visit.Start + 60, 0); now < visit.End; now += Interval, round++)
        {
            app.DropAbsent(now);
            if (round % GossipEvery == 0)
                app.Gossip(now);
            reachable.UnionWith(world.Peers.Where(peer => app.Knows(peer) && world.Answers(peer, now, now)));
            policy.Retry(now, app.Connected, peer =>
            {
                var answers = app.Try(peer, now);
                wasted += answers ? 0 : 1;
                return answers;
            });
            found.UnionWith(app.Connected);
        }

        app.Close(visit);
        found.IntersectWith(reachable);
        return new(1, wasted, reachable.Count, found.Count);
    }
}
