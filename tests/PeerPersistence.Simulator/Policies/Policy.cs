namespace PeerPersistence.Simulator;

/// <summary>An order of trying: told what the app learns, asked to find its way back. Instants are seconds since the world began.</summary>
internal abstract class Policy(string name)
{
    public const int MostTries = 20;

    public string Name { get; } = name;

    /// <summary>Whether the value of a candidate is meant as the probability that it answers.</summary>
    public virtual bool Foretells => false;

    /// <summary>The app starts: tries peers, best first, until enough are connected or <see cref="MostTries"/> have been tried.</summary>
    /// <param name="now">The instant.</param>
    /// <param name="wanted">How many connections are enough.</param>
    /// <param name="connect">Tries one.</param>
    public abstract void Reconnect(int now, int wanted, Func<SimulatedPeer, bool> connect);

    /// <summary>Whom it would try now, best first, each with what it expects of it.</summary>
    public abstract IReadOnlyList<(SimulatedPeer Peer, double Value)> Candidates(int now, int most = MostTries);

    /// <summary>A peer that nobody told of is there.</summary>
    public abstract void Met(SimulatedPeer peer, int now);

    /// <summary>A round of gossip, with newcomers among those it names.</summary>
    public abstract void Gossip(IReadOnlyList<SimulatedPeer> present, int now);

    /// <summary>A connection in the course of a visit.</summary>
    public abstract void Connected(SimulatedPeer peer, int now, bool inbound);

    /// <summary>A failed try in the course of a visit.</summary>
    public abstract void Failed(SimulatedPeer peer, int now);

    public abstract void Disconnected(SimulatedPeer peer, int now, int seconds, Departure departure);

    /// <summary>The app starts, and needs nobody.</summary>
    public virtual void Open(int now)
    {
    }

    /// <summary>A peer that is connected tells of others.</summary>
    public virtual void Introduced(IReadOnlyList<SimulatedPeer> peers, SimulatedPeer introducer, int now) => Gossip(peers, now);

    /// <summary>Whether the app still knows a peer.</summary>
    public abstract bool Knows(SimulatedPeer peer);
}
