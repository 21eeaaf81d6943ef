namespace PeerPersistence.Simulator;

/// <summary>What happens to one app in one world: who is connected to it, and since when it knows whose address.</summary>
internal sealed class AppLife(World world, Policy policy)
{
    private readonly int[] _lastContact = new int[world.Peers.Count];
    private readonly Dictionary<SimulatedPeer, int> _connections = [];

    public IReadOnlyCollection<SimulatedPeer> Connected => _connections.Keys;

    /// <summary>Whether gossip, or the peer itself, ever told of it.</summary>
    public bool Knows(SimulatedPeer peer) => LastContact(peer) > 0;

    /// <summary>When gossip, or the peer itself, last told of it; 0: never.</summary>
    public int LastContact(SimulatedPeer peer) => _lastContact[peer.Number];

    /// <summary>The app learns that a peer exists, and that it is there.</summary>
    public void Meet(SimulatedPeer peer, int at)
    {
        _lastContact[peer.Number] = at;
        policy.Met(peer, at);
    }

    /// <summary>The app tries a peer at the address it knows. Whoever asked for the try records what came of it.</summary>
    public bool Try(SimulatedPeer peer, int now)
    {
        if (!WouldAnswer(peer, now))
            return false;
        Hold(peer, now);
        return true;
    }

    /// <summary>Whether a try at the address that the app knows would succeed.</summary>
    public bool WouldAnswer(SimulatedPeer peer, int now) => world.Answers(peer, now, _lastContact[peer.Number]);

    /// <summary>A connection stands.</summary>
    public void Hold(SimulatedPeer peer, int now)
    {
        _lastContact[peer.Number] = now;
        _connections.Add(peer, now);
    }

    /// <summary>A connection stands that the policy did not ask for: it is told.</summary>
    public void Connect(SimulatedPeer peer, int now, bool inbound)
    {
        Hold(peer, now);
        policy.Connected(peer, now, inbound);
    }

    /// <summary>Whoever went offline since the last time is gone.</summary>
    public void DropAbsent(int now)
    {
        foreach (var peer in Connected.Where(peer => !peer.Online.Covers(now)).ToList())
            Disconnect(peer, now, Departure.Remote);
    }

    /// <summary>A round of gossip.</summary>
    /// <returns>Whom it named.</returns>
    public IReadOnlyList<SimulatedPeer> Gossip(int now)
    {
        var present = world.Peers.Where(peer => world.Names(peer, now)).ToList();
        foreach (var peer in present)
            _lastContact[peer.Number] = now;
        policy.Gossip(present, now);
        return present;
    }

    /// <summary>The app is closed.</summary>
    public void Close(Visit visit)
    {
        if (world.ClosesInOrder(visit))
        {
            foreach (var peer in Connected.ToList())
                Disconnect(peer, visit.End, Departure.Local);
        }

        _connections.Clear();
    }

    private void Disconnect(SimulatedPeer peer, int now, Departure departure)
    {
        _connections.Remove(peer, out var since);
        policy.Disconnected(peer, now, now - since, departure);
    }
}
