namespace PeerPersistence.Simulator;

/// <summary>How long it takes from the start of the app to its third connection, in seconds, the mean over the measured starts; a minute where it took longer.</summary>
/// <param name="Library"><c>ReconnectAsync</c>, three at once.</param>
/// <param name="Plain">The same order, always three at once.</param>
/// <param name="Original">The original's order and its own loop, one after the other.</param>
internal readonly record struct TimedStarts(double Library, double Plain, double Original)
{
    public const int Wanted = 3;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>As rows of a table.</summary>
    public static IReadOnlyList<(string Row, double Seconds)> Rows(World world)
    {
        var starts = Measure(world);
        return [(LibraryPolicy.Title, starts.Library), ("its order, always three at once", starts.Plain), ("the original, one after the other", starts.Original)];
    }

    public static TimedStarts Measure(World world)
    {
        List<TimeSpan> plain = [];
        var library = new LibraryPolicy(world);
        var times = Live(world, library, (visit, tryOut, hold) =>
        {
            if (visit.Measured)
                plain.Add(ThreeAtOnce([.. library.Candidates(visit.Start).Select(candidate => tryOut(candidate.Peer))]));
            return library.Reconnect(visit.Start, tryOut, hold);
        });
        var original = new OriginalPolicy();
        return new(Mean(times), Mean(plain), Mean(Live(world, original, (visit, tryOut, hold) => original.Reconnect(visit.Start, tryOut, hold))));
    }

    /// <summary>Three workers, each of which takes the next of the list when it is free.</summary>
    public static TimeSpan ThreeAtOnce(IReadOnlyList<TimedTry> tries)
    {
        var free = new PriorityQueue<int, TimeSpan>(Enumerable.Range(0, Wanted).Select(worker => (worker, TimeSpan.Zero)));
        List<TimeSpan> connected = [];
        foreach (var attempt in tries)
        {
            free.TryDequeue(out var worker, out var time);
            free.Enqueue(worker, time += attempt.Takes);
            if (attempt.Answers)
                connected.Add(time);
        }

        return connected.Count < Wanted ? TimeSpan.MaxValue : connected.Order().ElementAt(Wanted - 1);
    }

    public static double Seconds(TimeSpan time) => (time < Longest ? time : Longest).TotalSeconds;

    private static double Mean(IEnumerable<TimeSpan> times) => times.Average(Seconds);

    private static List<TimeSpan> Live(World world, Policy policy, Func<Visit, Func<SimulatedPeer, TimedTry>, Action<SimulatedPeer>, TimeSpan> reconnect)
    {
        List<TimeSpan> times = [];
        var app = new AppLife(world, policy);
        foreach (var visit in world.Visits.Where(visit => !world.OwnOutage(visit)))
        {
            var start = visit.Start;
            var time = reconnect(visit, peer => TimedTry.Of(world, peer, start, app.WouldAnswer(peer, start)), peer => app.Hold(peer, start));
            if (visit.Measured)
                times.Add(time);
            for (var now = start + 120; now < visit.End; now += World.GossipInterval)
            {
                app.DropAbsent(now);
                app.Gossip(now);
            }

            app.Close(visit);
        }

        return times;
    }
}
