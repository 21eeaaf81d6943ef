namespace PeerPersistence.Simulator;

/// <summary>Keeps a history of each peer and tries the one with the greatest score first.</summary>
internal class ScorePolicy(string name, Func<History, int, double> score) : Policy(name)
{
    protected Dictionary<SimulatedPeer, History> Known { get; } = [];

    /// <summary>A start at which nobody answers is our own outage, and nobody is blamed.</summary>
    protected virtual bool BlamesInOutage => false;

    public override void Reconnect(int now, int wanted, Func<SimulatedPeer, bool> connect) => Try(Candidates(now), now, wanted, connect);

    public override IReadOnlyList<(SimulatedPeer Peer, double Value)> Candidates(int now, int most = MostTries) =>
        Best(Known.Values, most, now);

    public override void Met(SimulatedPeer peer, int now) => Find(peer, now);

    public override void Gossip(IReadOnlyList<SimulatedPeer> present, int now)
    {
        foreach (var peer in present)
            Find(peer, now).LastSeen = now;
    }

    public override void Connected(SimulatedPeer peer, int now, bool inbound)
    {
        var history = Find(peer, now);
        (history.LastSeen, history.Attempts, history.BlacklistedUntil) = (now, 0, 0);
        if (!inbound)
            history.LastTry = now;
        history.Quality = history.Quality.Record(
            new() { Success = true, Latency = peer.Latency, ConnectionType = peer.Connection }, World.At(now));
    }

    public override void Disconnected(SimulatedPeer peer, int now, int seconds, Departure departure)
    {
        var history = Find(peer, now);
        history.LastSeen = now;
        history.Quality = history.Quality.Record(new() { Uptime = TimeSpan.FromSeconds(seconds) }, World.At(now));
    }

    public override void Failed(SimulatedPeer peer, int now) => Fail(Find(peer, now), now);

    public override bool Knows(SimulatedPeer peer) => Known.ContainsKey(peer);

    protected void Try(IReadOnlyList<(SimulatedPeer Peer, double Value)> order, int now, int wanted, Func<SimulatedPeer, bool> connect)
    {
        List<SimulatedPeer> failed = [];
        var connected = 0;
        foreach (var (peer, _) in order)
        {
            if (connected == wanted)
                break;
            if (connect(peer))
            {
                connected++;
                Connected(peer, now, inbound: false);
            }
            else
            {
                failed.Add(peer);
            }
        }

        foreach (var peer in connected > 0 || BlamesInOutage ? failed : [])
            Failed(peer, now);
    }

    protected virtual void Fail(History history, int now)
    {
        history.Attempts++;
        history.LastTry = now;
        history.Quality = history.Quality.Record(new() { Success = false }, World.At(now));
    }

    protected IReadOnlyList<(SimulatedPeer Peer, double Value)> Best(IEnumerable<History> histories, int count, int now) =>
    [
        .. histories.Select(history => (history.Peer, Value: score(history, now)))
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Peer.Number)
            .Take(count),
    ];

    protected History Find(SimulatedPeer peer, int now)
    {
        if (!Known.TryGetValue(peer, out var history))
            Known.Add(peer, history = new(peer, now));
        return history;
    }
}
