namespace PeerPersistence.Simulator;

/// <summary>The presence model, driven directly; with or without ears for gossip.</summary>
internal class PresencePolicy(string name, bool gossip) : ScorePolicy(name, Score)
{
    public override void Gossip(IReadOnlyList<SimulatedPeer> present, int now)
    {
        if (gossip)
        {
            var named = present.ToHashSet();
            foreach (var history in Known.Values.Where(history => !named.Contains(history.Peer)))
                history.Presence = PresenceModel.Absent(history.Presence, history.Facts, World.At(now));
            foreach (var history in present.Select(peer => Find(peer, now)))
                history.Presence = PresenceModel.HeardInGossip(history.Presence, history.Facts, World.At(now));
            base.Gossip(present, now);
        }
        else
        {
            foreach (var peer in present)
                Find(peer, now);
        }
    }

    public override void Connected(SimulatedPeer peer, int now, bool inbound)
    {
        var history = Find(peer, now);
        history.Presence = PresenceModel.Connected(history.Presence, history.Facts, World.At(now), inbound);
        history.Evidence = history.Evidence.Connected(World.At(now), isOwn: !inbound);
        history.LastConnected = World.At(now);
        base.Connected(peer, now, inbound);
    }

    public override void Disconnected(SimulatedPeer peer, int now, int seconds, Departure departure)
    {
        var history = Find(peer, now);
        history.Presence = PresenceModel.Disconnected(history.Presence, history.Facts, World.At(now), departure);
        base.Disconnected(peer, now, seconds, departure);
    }

    protected override void Fail(History history, int now)
    {
        history.Presence = PresenceModel.Failed(history.Presence, history.Facts, World.At(now));
        base.Fail(history, now);
    }

    private static double Score(History history, int now) =>
        PresenceModel.Estimate(history.Presence, history.Facts, World.At(now)).Probability;
}
