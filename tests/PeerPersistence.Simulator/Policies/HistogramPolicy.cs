namespace PeerPersistence.Simulator;

/// <summary>Whoever was there most often at this hour of the week, among the times one looked.</summary>
internal sealed class HistogramPolicy() : ScorePolicy(Title, (history, now) => history.Week.Chance(now))
{
    public const string Title = "hour-of-week histogram";

    public override bool Foretells => true;

    public override void Met(SimulatedPeer peer, int now) => Find(peer, now).Week.Enter(now, isThere: true);

    public override void Gossip(IReadOnlyList<SimulatedPeer> present, int now)
    {
        base.Gossip(present, now);
        var named = present.ToHashSet();
        foreach (var history in Known.Values)
            history.Week.Enter(now, named.Contains(history.Peer));
    }

    public override void Connected(SimulatedPeer peer, int now, bool inbound)
    {
        base.Connected(peer, now, inbound);
        Find(peer, now).Week.Enter(now, isThere: true);
    }

    protected override void Fail(History history, int now)
    {
        base.Fail(history, now);
        history.Week.Enter(now, isThere: false);
    }
}
