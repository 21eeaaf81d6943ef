namespace PeerPersistence.Simulator;

/// <summary>Leads one policy through one world.</summary>
internal sealed class Simulation
{
    public const int ConnectionsWanted = 3;

    private const int NobodyAnswered = Policy.MostTries + 1;

    private readonly World _world;
    private readonly Policy _policy;
    private readonly AppLife _app;
    private readonly List<int> _tries = [];

    private Simulation(World world, Policy policy) => (_world, _policy, _app) = (world, policy, new(world, policy));

    /// <summary>The mean number of tries until the first connection, over the measured starts.</summary>
    public static double MeanTries(World world, Policy policy)
    {
        var simulation = new Simulation(world, policy);
        foreach (var visit in world.Visits)
            simulation.Live(visit);
        return simulation._tries.Average();
    }

    private void Live(Visit visit)
    {
        var outage = _world.OwnOutage(visit);
        var tries = Reconnect(visit.Start, outage);
        if (outage)
            return;
        if (visit.Measured)
            _tries.Add(tries);

        // Without a connection the app gets in some other way, by an invitation, so that every policy lives the same life.
        for (var now = visit.Start + 60; now < visit.End; now += World.GossipInterval)
            Round(now);
        _app.Close(visit);
    }

    private int Reconnect(int now, bool outage)
    {
        var (tries, first) = (0, NobodyAnswered);
        _policy.Reconnect(now, ConnectionsWanted, peer =>
        {
            tries++;
            if (outage || !_app.Try(peer, now))
                return false;
            first = Math.Min(first, tries);
            return true;
        });
        return first;
    }

    private void Round(int now)
    {
        _app.DropAbsent(now);
        var present = _app.Gossip(now);
        foreach (var peer in _world.Peers.Where(peer => !_app.Connected.Contains(peer) && _world.ConnectsToUs(peer, now)))
            _app.Connect(peer, now, inbound: true);
        Mesh(present, now);
    }

    /// <summary>Adds a connection to somebody whom gossip has just named.</summary>
    private void Mesh(IReadOnlyList<SimulatedPeer> present, int now)
    {
        var strangers = present.Where(peer => !_app.Connected.Contains(peer)).OrderBy(peer => _world.Luck(9, peer.Number, now)).Take(1);
        foreach (var peer in _app.Connected.Count < ConnectionsWanted ? strangers : [])
        {
            if (_world.Answers(peer, now, now))
                _app.Connect(peer, now, inbound: false);
            else
                _policy.Failed(peer, now);
        }
    }
}
