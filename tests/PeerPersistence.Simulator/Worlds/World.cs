namespace PeerPersistence.Simulator;

/// <summary>What really happens in one scenario under one seed, the same for every policy. Instants are seconds since it began.</summary>
internal class World
{
    public const int GossipInterval = 600;

    private const double StaleAddressStillWorks = 0.25;
    private const double NamedWhileOnline = 0.85;
    private const double NamedAfterLeaving = 0.3;
    private const double StartsInOutage = 0.03;

    private readonly ulong _seed;

    public World(Scenario scenario, int seed)
    {
        _seed = ((ulong)seed * 1000003) + (ulong)scenario.Name.Length + scenario.Name[0];
        var dice = new Dice(_seed);
        var zone = dice.Below(22) - 10;
        Peers = [.. Populate(scenario, zone, dice)];
        Visits = [.. Diary(scenario, zone, dice)];
    }

    protected World(IReadOnlyList<SimulatedPeer> peers, IReadOnlyList<Visit> visits, ulong seed) =>
        (Peers, Visits, _seed) = (peers, visits, seed);

    /// <summary>A Monday, at midnight.</summary>
    public static DateTimeOffset Beginning { get; } = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public IReadOnlyList<SimulatedPeer> Peers { get; }

    public IReadOnlyList<Visit> Visits { get; }

    public static DateTimeOffset At(int instant) => Beginning.AddSeconds(instant);

    /// <summary>Whether our own network is down when a visit starts.</summary>
    public virtual bool OwnOutage(Visit visit) => Luck(1, 0, visit.Start) < StartsInOutage;

    /// <summary>The chance of a try, for one who knows who is online: what the oracle knows.</summary>
    public static double Chance(SimulatedPeer peer, int now, int lastContact)
    {
        if (!peer.Online.Covers(now))
            return 0;
        return peer.AddressAt(now) == peer.AddressAt(lastContact) ? peer.Reach : peer.Reach * StaleAddressStillWorks;
    }

    /// <summary>Whether a try succeeds. Trying again within ten minutes, or at the same outdated address, gives the same answer.</summary>
    public bool Answers(SimulatedPeer peer, int now, int lastContact) =>
        peer.Online.Covers(now)
        && Luck(2, peer.Number, now / GossipInterval) < peer.Reach
        && (peer.AddressAt(now) == peer.AddressAt(lastContact) || Luck(3, peer.Number, peer.AddressAt(now)) < StaleAddressStillWorks);

    /// <summary>Whom a round of gossip names: most who are online, and some who have just left.</summary>
    public virtual bool Names(SimulatedPeer peer, int now) =>
        peer.Online.Covers(now) ? NamesPresent(peer, now) : NameLuck(peer, now) < NamedAfterLeaving && peer.Online.Covers(now - GossipInterval);

    /// <summary>Whom the app meets in some other way than by gossip, and when.</summary>
    public virtual IEnumerable<(SimulatedPeer Peer, int At)> Met(int after, int until) => [];

    /// <summary>Whether a peer that has just come online connects to us.</summary>
    public virtual bool ConnectsToUs(SimulatedPeer peer, int now) =>
        peer.Online.BeganWithin(now - GossipInterval, now) && Luck(5, peer.Number, now) < 0.15;

    /// <summary>Whether the app gets to record its disconnections when it is closed.</summary>
    public bool ClosesInOrder(Visit visit) => Luck(6, 0, visit.Start) < 0.6;

    public double Luck(int what, int who, int when) => Dice.Luck(_seed, what, who, when);

    protected bool NamesPresent(SimulatedPeer peer, int now) => peer.Online.Covers(now) && NameLuck(peer, now) < NamedWhileOnline;

    private double NameLuck(SimulatedPeer peer, int now) => Luck(4, peer.Number, now / GossipInterval);

    private static IEnumerable<SimulatedPeer> Populate(Scenario scenario, int zone, Dice dice)
    {
        var end = (scenario.Days + 2) * 24d; // the last visits may be a day late where the user lives far west
        var number = 0;
        foreach (var (kind, count) in scenario.Peers)
        {
            for (var i = 0; i < count; i++)
            {
                var arrival = kind == PeerKind.Stranger || dice.Chance(0.2) ? dice.Uniform(0, end) : 0;
                var stays = dice.Exponential((kind == PeerKind.Stranger ? 3 : 250) * 24);
                var peerZone = zone + scenario.Zones[dice.Below(scenario.Zones.Count)];
                var online = Habits.Online(kind, peerZone, arrival, Math.Min(end, arrival + stays), scenario.IsLasting, dice);
                yield return new(number++, kind, online, end * 3600, dice);
            }
        }
    }

    private static IEnumerable<Visit> Diary(Scenario scenario, int zone, Dice dice)
    {
        var free = 0;
        for (var day = 0; day < scenario.Days; day++)
        {
            foreach (var (start, length, measured) in scenario.Diary(day, dice))
            {
                var from = Math.Max(free, (int)(((day * 24) - zone + start) * 3600));
                var to = from + (int)(length * 3600);
                free = to + 5;
                yield return new(from, to, measured && day >= Scenario.WarmUpDays);
            }
        }
    }
}
