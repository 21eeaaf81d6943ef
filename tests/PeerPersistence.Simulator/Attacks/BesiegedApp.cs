namespace PeerPersistence.Simulator;

/// <summary>An app with thirty friends, for two weeks; then an attacker comes. Seconds since the world began.</summary>
internal sealed class BesiegedApp
{
    public const int Hour = 3600;
    public const int Day = 24 * Hour;
    public const int Friends = 30;

    /// <summary>How many of them are online on a day.</summary>
    public const int Online = 22;

    /// <summary>Tries after which the user gives up looking for a friend.</summary>
    public const int MostTries = 240;

    private const int DaysInPeace = 14;

    private readonly ulong _seed;
    private readonly IReadOnlyList<SimulatedPeer> _peers;
    private HashSet<SimulatedPeer> _in = [];
    private int _day = -1;

    /// <param name="seed">Who is online when.</param>
    /// <param name="others">How many besides the friends there are.</param>
    /// <param name="create">The app's order, of all peers.</param>
    public BesiegedApp(int seed, int others, Func<IReadOnlyList<SimulatedPeer>, Policy> create)
    {
        _seed = (ulong)seed;
        var dice = new Dice(_seed);
        _peers = [.. Enumerable.Range(0, Friends + others).Select(number => new SimulatedPeer(number, PeerKind.Home, new([]), 0, dice))];
        Policy = create(_peers);
        for (var day = 0; day < DaysInPeace; day++)
            MeetFriends((day * Day) + (9 * Hour));
    }

    public Policy Policy { get; }

    /// <summary>When peace ends, at midnight.</summary>
    public static int Attack => DaysInPeace * Day;

    public IReadOnlyList<SimulatedPeer> Others => [.. _peers.Skip(Friends)];

    /// <summary>How many friends the app still knows.</summary>
    public int FriendsLeft => _peers.Take(Friends).Count(Policy.Knows);

    /// <summary>Whether a peer is a friend who is online at an instant: from 8 to 23, on most days.</summary>
    public bool Answers(SimulatedPeer peer, int now) =>
        peer.Number < Friends && now % Day is >= 8 * Hour and < 23 * Hour && IsIn(peer, now / Day);

    /// <summary>The friends who are online at an instant.</summary>
    public IReadOnlyList<SimulatedPeer> FriendsAt(int now) => [.. _peers.Take(Friends).Where(friend => Answers(friend, now))];

    /// <summary>Gossip names these, every ten minutes unless told otherwise.</summary>
    public void Gossip(int from, int until, Func<int, IReadOnlyList<SimulatedPeer>> named, int every = World.GossipInterval)
    {
        for (var now = from; now < until; now += every)
            Policy.Gossip(named(now), now);
    }

    /// <summary>The app starts anew, and looks for somebody until a friend answers or the user gives up.</summary>
    /// <returns>How many tries that took, and the share of peers that are no friends among the first ten.</returns>
    public (int Tries, double OthersFirst) Start(int now)
    {
        var (tries, others, found) = (0, 0, false);
        for (var round = now; !found && tries < MostTries && round < now + Day; round += 60)
        {
            Policy.Reconnect(round, wanted: 1, peer =>
            {
                if (found || tries == MostTries)
                    return false;
                others += ++tries <= 10 && peer.Number >= Friends ? 1 : 0;
                return found = Answers(peer, round);
            });
        }

        return (found ? tries : MostTries, others / (double)Math.Min(10, Math.Max(1, tries)));
    }

    /// <summary>Rounds of the background, five minutes apart, until a friend answers.</summary>
    /// <returns>The minutes that took; at most a day.</returns>
    public double MinutesInBackground(int from, int now, IReadOnlyCollection<SimulatedPeer> connected, Action<int> meanwhile)
    {
        var found = false;
        for (var round = from; round < now + Day; round += 300)
        {
            meanwhile(round);
            if (Policy is IRetrying retrying)
                retrying.Retry(round, connected, Try);
            else
                Policy.Reconnect(round, wanted: int.MaxValue, Try);
            if (found && round >= now)
                return (round - now) / 60.0;
            found = false;

            bool Try(SimulatedPeer peer)
            {
                var answers = Answers(peer, round);
                found |= answers;
                return answers;
            }
        }

        return Day / 60.0;
    }

    private void MeetFriends(int now)
    {
        foreach (var friend in _peers.Take(Friends))
        {
            if (Answers(friend, now))
                Policy.Connected(friend, now, inbound: false);
            else if (Policy.Knows(friend))
                Policy.Failed(friend, now);
        }

        Gossip(now, now + (13 * Hour), FriendsAt, every: Hour);
        foreach (var friend in FriendsAt(now))
            Policy.Disconnected(friend, now + (13 * Hour), 13 * Hour, Departure.Remote);
    }

    /// <summary>The same ones on most days; everybody on the first two.</summary>
    private bool IsIn(SimulatedPeer peer, int day)
    {
        if (day < 2)
            return true;
        if (_day != day)
            (_day, _in) = (day, [.. _peers.Take(Friends).OrderBy(friend => Luck(friend, day) + (2 * Luck(friend, 0))).Take(Online)]);
        return _in.Contains(peer);
    }

    private double Luck(SimulatedPeer peer, int day) => Dice.Luck(_seed, 20, peer.Number, day);
}
