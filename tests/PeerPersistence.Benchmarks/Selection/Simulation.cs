namespace PeerPersistence.Benchmarks.Selection;

/// <summary>Leads one policy through one world.</summary>
internal sealed class Simulation
{
    private const int ConnectionsWanted = 3;
    private const int NobodyAnswered = Policy.MostTries + 1;

    private readonly World _world;
    private readonly Policy _policy;
    private readonly int[] _lastContact;
    private readonly Dictionary<SimulatedPeer, int> _connections = [];
    private readonly List<int> _tries = [];

    private Simulation(World world, Policy policy)
    {
        (_world, _policy) = (world, policy);
        _lastContact = new int[world.Peers.Count];
    }

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
        Close(visit);
    }

    private int Reconnect(int now, bool outage)
    {
        var (tries, first) = (0, NobodyAnswered);
        _policy.Reconnect(now, ConnectionsWanted, peer =>
        {
            tries++;
            if (outage || !_world.Answers(peer, now, _lastContact[peer.Number]))
                return false;
            first = Math.Min(first, tries);
            _lastContact[peer.Number] = now;
            _connections.Add(peer, now);
            return true;
        });
        return first;
    }

    private void Round(int now)
    {
        foreach (var (peer, since) in _connections.Where(pair => !pair.Key.Online.Covers(now)).ToList())
            Disconnect(peer, since, now, Departure.Remote);

        var present = _world.Peers.Where(peer => _world.Names(peer, now)).ToList();
        foreach (var peer in present)
            _lastContact[peer.Number] = now;
        _policy.Gossip(present, now);

        foreach (var peer in _world.Peers.Where(peer => !_connections.ContainsKey(peer) && _world.ConnectsToUs(peer, now)))
            Connect(peer, now, inbound: true);
        Mesh(present, now);
    }

    /// <summary>Adds a connection to somebody whom gossip has just named.</summary>
    private void Mesh(List<SimulatedPeer> present, int now)
    {
        var strangers = present.Where(peer => !_connections.ContainsKey(peer)).OrderBy(peer => _world.Luck(9, peer.Number, now)).Take(1);
        foreach (var peer in _connections.Count < ConnectionsWanted ? strangers : [])
        {
            if (_world.Answers(peer, now, now))
                Connect(peer, now, inbound: false);
            else
                _policy.Failed(peer, now);
        }
    }

    private void Close(Visit visit)
    {
        var inOrder = _world.ClosesInOrder(visit);
        foreach (var (peer, since) in _connections.ToList())
        {
            if (inOrder)
                Disconnect(peer, since, visit.End, Departure.Local);
        }

        _connections.Clear();
    }

    private void Connect(SimulatedPeer peer, int now, bool inbound)
    {
        _lastContact[peer.Number] = now;
        _connections.Add(peer, now);
        _policy.Connected(peer, now, inbound);
    }

    private void Disconnect(SimulatedPeer peer, int since, int now, Departure departure)
    {
        _connections.Remove(peer);
        _policy.Disconnected(peer, now, now - since, departure);
    }
}
