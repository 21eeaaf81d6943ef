namespace PeerPersistence.Simulator;

/// <summary>
/// What really happened in one window of a trace. The observer's app is open while the observer was there, and hears of others only then.
/// </summary>
internal sealed class TraceWorld : World
{
    /// <summary>After so long together two know each other.</summary>
    private const int Acquaintance = 180;

    /// <summary>Starts before this day teach and are not measured.</summary>
    private const int WarmUpDays = 21;

    private readonly int[] _metAt;

    private TraceWorld(IReadOnlyList<SimulatedPeer> peers, IReadOnlyList<Visit> visits, ulong seed) : base(peers, visits, seed) =>
        _metAt = [.. peers.Select(peer => FirstMeeting(peer, visits))];

    public static TraceWorld Of(TraceWindow window)
    {
        var seed = ((ulong)window.From << 20) + (ulong)window.Person;
        var dice = new Dice(seed);
        var visits = window.Sessions().Select(session => new Visit(session.Start, session.End, session.Start >= WarmUpDays * 86400));
        return new([.. window.Others().Select((online, number) => new SimulatedPeer(number, online, dice))], [.. visits], seed);
    }

    public int MetAt(SimulatedPeer peer) => _metAt[peer.Number];

    /// <summary>In a trace nobody's network is known, the observer's neither.</summary>
    public override bool OwnOutage(Visit visit) => false;

    public override bool Names(SimulatedPeer peer, int now) => MetAt(peer) <= now && NamesPresent(peer, now);

    public override bool ConnectsToUs(SimulatedPeer peer, int now) => MetAt(peer) <= now && base.ConnectsToUs(peer, now);

    public override IEnumerable<(SimulatedPeer Peer, int At)> Met(int after, int until) =>
        Peers.Where(peer => MetAt(peer) > after && MetAt(peer) <= until).OrderBy(MetAt).Select(peer => (peer, MetAt(peer)));

    private static int FirstMeeting(SimulatedPeer peer, IReadOnlyList<Visit> visits)
    {
        var together =
            from span in peer.Online.Spans
            from visit in visits
            let start = Math.Max(span.Start, visit.Start)
            where Math.Min(span.End, visit.End) - start >= Acquaintance
            select start + Acquaintance;
        return together.DefaultIfEmpty(int.MaxValue).Min();
    }
}
