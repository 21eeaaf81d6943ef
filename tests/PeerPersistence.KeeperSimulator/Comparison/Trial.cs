namespace PeerPersistence.KeeperSimulator;

/// <summary>One app in one world: it lives two days, then all its connections break, and it comes back.</summary>
/// <remarks>Who is there when is the world's alone: it is the same for all contenders.</remarks>
internal static class Trial
{
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private const int Peers = 30, Steady = 6, Regular = 12;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <returns><c>null</c>: too few were there to come back to.</returns>
    public static async Task<Outcome?> RunAsync(ulong seed, Func<Network, Machine, Contender> create, Interruption interruption)
    {
        var plan = new Dice((seed * 7919) + 1);
        var world = new World(seed);
        var network = new Network(world) { Loss = 0.01 };
        var neighbours = Neighbours(network, seed);
        var app = create(network, network.Add("app", Nat.Restricted, 1));
        await app.MeetAsync([.. neighbours.OrderBy(_ => plan.Uniform()).Select(neighbour => neighbour.Machine)]).ConfigureAwait(false);

        world.After(60, app.Start);
        var restart = Day * plan.Uniform(0.5, 0.9);
        world.At(restart, () => world.Begin(app.StopAsync));
        world.At(restart + TimeSpan.FromHours(plan.Uniform(1, 8)), app.Start);

        var begin = Day * plan.Uniform(1.5, 2.5);
        var lasts = TimeSpan.FromSeconds(interruption.Least * Math.Pow(interruption.Most / interruption.Least, plan.Uniform()));
        var (vain, back, present) = (0L, (TimeSpan?)null, 0);
        world.At(begin, () =>
        {
            vain = app.Dials - app.Worked;
            world.Begin(() => interruption.Begin(app, lasts));
        });
        world.At(begin + lasts, () =>
        {
            present = neighbours.Count(neighbour => neighbour.Machine.Answers);
            interruption.End(app, lasts);
            world.Settled += () =>
            {
                if (back is null && app.Machine.Links.Where(link => link.IsAlive).Select(link => link.EndOf(app.Machine).PeerId).Distinct().Count()
                    >= Contender.Target)
                {
                    back = world.Now - begin - lasts;
                    vain = app.Dials - app.Worked - vain;
                }
            };
        });

        await world.RunUntilAsync(begin + lasts + Longest);
        if (back is null)
            vain = app.Dials - app.Worked - vain;
        await app.StopAsync().ConfigureAwait(false);
        return present < Contender.Target ? null
            : new((back ?? Longest).TotalSeconds, back is null, vain, (app.Dials - app.Worked) / world.Now.TotalDays, world.Violations.Count);
    }

    private static List<Neighbour> Neighbours(Network network, ulong seed)
    {
        List<Neighbour> neighbours = [];
        for (var number = 0; number < Peers; number++)
        {
            var neighbour = new Neighbour(network, network.Add($"p{number:00}", Nat.Open, 1000 * (number + 1)));
            var (present, away) = number < Steady ? (100.0, 0.5) : number < Steady + Regular ? (3.0, 4.0) : (0.5, 60.0);
            neighbour.Live(new((seed * 1000) + (ulong)number), present, away);
            neighbours.Add(neighbour);
        }

        return neighbours;
    }
}

/// <param name="Seconds">Until the target was reached; the longest time where it was not.</param>
/// <param name="IsLost">It was not.</param>
/// <param name="Vain">Calls that brought no connection, from the interruption's begin until the target was reached.</param>
/// <param name="VainPerDay">The same over the whole life, a day.</param>
/// <param name="Violations">What must never happen, and did.</param>
internal sealed record Outcome(double Seconds, bool IsLost, long Vain, double VainPerDay, int Violations);
