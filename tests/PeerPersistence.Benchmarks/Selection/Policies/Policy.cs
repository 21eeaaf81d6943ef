namespace PeerPersistence.Benchmarks.Selection;

/// <summary>An order of trying: told what the app learns, asked whom to try.</summary>
internal abstract class Policy(string name)
{
    public const int MostTries = 20;

    public string Name { get; } = name;

    /// <summary>Whom to try, best first, at most <see cref="MostTries"/>.</summary>
    public abstract IReadOnlyList<SimulatedPeer> Order(int now);

    /// <summary>A round of gossip, with newcomers among those it names.</summary>
    public abstract void Gossip(IReadOnlyList<SimulatedPeer> present, int now);

    public abstract void Connected(SimulatedPeer peer, int now, bool inbound);

    public abstract void Disconnected(SimulatedPeer peer, int now, int seconds, Departure departure);

    /// <summary>What a start brought: those tried in vain, in order.</summary>
    /// <param name="failed">The peers.</param>
    /// <param name="anySuccess">Whether anybody answered.</param>
    /// <param name="now">The instant.</param>
    public abstract void Failed(IReadOnlyList<SimulatedPeer> failed, bool anySuccess, int now);
}
