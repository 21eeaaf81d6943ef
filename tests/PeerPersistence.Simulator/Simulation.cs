namespace PeerPersistence.Simulator;

/// <summary>Leads one policy through one world.</summary>
internal sealed class Simulation(World world, Policy policy)
{
    public const int ConnectionsWanted = 3;

    public const int NobodyAnswered = Policy.MostTries + 1;

    public AppLife App { get; } = new(world, policy);

    /// <summary>The mean number of tries until the first connection, over the measured starts.</summary>
    public static double MeanTries(World world, Policy policy)
    {
        var simulation = new Simulation(world, policy);
        List<int> measured = [];
        foreach (var visit in world.Visits)
        {
            var tries = simulation.Live(visit);
            if (visit.Measured && !world.OwnOutage(visit))
                measured.Add(tries);
        }

        return measured.Average();
    }

    /// <returns>The number of tries until the first connection.</returns>
    public int Live(Visit visit)
    {
        var outage = world.OwnOutage(visit);
        var tries = Reconnect(visit.Start, outage);
        if (outage)
            return tries;

        // Without a connection the app gets in some other way, by an invitation, so that every policy lives the same life.
        var before = visit.Start;
        for (var now = visit.Start + 60; now < visit.End; now += World.GossipInterval)
        {
            Meet(before, now);
            Round(now);
            before = now;
        }

        Meet(before, visit.End);
        App.Close(visit);
        return tries;
    }

    private int Reconnect(int now, bool outage)
    {
        var (tries, first) = (0, NobodyAnswered);
        policy.Reconnect(now, ConnectionsWanted, peer =>
        {
            tries++;
            if (outage || !App.Try(peer, now))
                return false;
            first = Math.Min(first, tries);
            return true;
        });
        return first;
    }

    private void Meet(int after, int until)
    {
        foreach (var (peer, at) in world.Met(after, until))
            App.Meet(peer, at);
    }

    private void Round(int now)
    {
        App.DropAbsent(now);
        var present = App.Gossip(now);
        foreach (var peer in world.Peers.Where(peer => !App.Connected.Contains(peer) && world.ConnectsToUs(peer, now)))
            App.Connect(peer, now, inbound: true);
        Mesh(present, now);
    }

    /// <summary>Adds a connection to somebody whom gossip has just named.</summary>
    private void Mesh(IReadOnlyList<SimulatedPeer> present, int now)
    {
        var strangers = present.Where(peer => !App.Connected.Contains(peer)).OrderBy(peer => world.Luck(9, peer.Number, now)).Take(1);
        foreach (var peer in App.Connected.Count < ConnectionsWanted ? strangers : [])
        {
            if (world.Answers(peer, now, now))
                App.Connect(peer, now, inbound: false);
            else
                policy.Failed(peer, now);
        }
    }
}
