using System.Collections.Concurrent;

namespace PeerPersistence.Simulator;

/// <summary>
/// What an attacker may try, and what it costs the app. Each is one world of one seed; smaller is better where nothing else is said.
/// </summary>
internal static class Attacks
{
    private const int Hour = BesiegedApp.Hour;
    private const int Day = BesiegedApp.Day;
    private const int Start = 8 * Hour;

    private static readonly ConcurrentDictionary<(string Attack, int Seed, object Order), Lazy<(double First, double Second)>> Lived = new();

    public static IReadOnlyList<Attack> All { get; } =
    [
        new("nobody attacks", "tries to the first friend", (seed, create) => Peace(seed, create)),
        new("100 sybils", "share of the first ten tries", (seed, create) => Once("sybils", Sybils, seed, create).Second),
        new("100 sybils", "tries to the first friend", (seed, create) => Once("sybils", Sybils, seed, create).First),
        new("alone overnight", "minutes to the first friend", (seed, create) => Overnight(seed, create, named: null)),
        new("a silent neighbour overnight", "minutes to the first friend", (seed, create) => Overnight(seed, create, named: 0)),
        new("a neighbour names 40 inventions", "minutes to the first friend", (seed, create) => Overnight(seed, create, named: 40)),
        new("a silent neighbour for 40 days", "friends left of 30", (seed, create) => Once("silence", Silence, seed, create).First),
        new("a silent neighbour for 40 days", "tries to the first friend", (seed, create) => Once("silence", Silence, seed, create).Second),
        new("an introducer that always lies", "lies taken in, of 280", (seed, create) => Introductions(seed, create, lies: 1).Taken),
        new("an introducer that always lies", "tries at them in two weeks", (seed, create) => Introductions(seed, create, lies: 1).Tries),
        new("an introducer that lies half the time", "lies taken in, of 140", (seed, create) => Introductions(seed, create, lies: 2).Taken),
        new("an introducer that lies half the time", "tries at them in two weeks", (seed, create) => Introductions(seed, create, lies: 2).Tries),
        new("1,000 strangers flood 100 places", "friends left of 30", (seed, create) => Once("flood", Flood, seed, create).First),
        new("1,000 strangers flood 100 places", "tries to the first friend", (seed, create) => Once("flood", Flood, seed, create).Second),
    ];

    /// <summary>Both figures of an attack come from one life of its world.</summary>
    private static (double First, double Second) Once(
        string attack, Func<int, Func<IReadOnlyList<SimulatedPeer>, Policy>, (double, double)> live, int seed, Func<IReadOnlyList<SimulatedPeer>, Policy> create) =>
        Lived.GetOrAdd((attack, seed, create), _ => new(() => live(seed, create))).Value;

    /// <summary>The same week as that of the sybils: gossip names the friends who are there.</summary>
    private static int Peace(int seed, Func<IReadOnlyList<SimulatedPeer>, Policy> create)
    {
        var app = new BesiegedApp(seed, 100, create);
        return AfterAWeek(app, app.FriendsAt).Tries;
    }

    /// <summary>Each connects to us once; then gossip names them all and no friend, for a week.</summary>
    private static (double Tries, double OthersFirst) Sybils(int seed, Func<IReadOnlyList<SimulatedPeer>, Policy> create)
    {
        var app = new BesiegedApp(seed, 100, create);
        foreach (var sybil in app.Others)
            app.Policy.Connected(sybil, BesiegedApp.Attack + (9 * Hour), inbound: true);
        return AfterAWeek(app, _ => app.Others);
    }

    /// <summary>The app is open by day, for a week, and all the last night; then it starts, at eight.</summary>
    private static (int Tries, double OthersFirst) AfterAWeek(BesiegedApp app, Func<int, IReadOnlyList<SimulatedPeer>> named)
    {
        for (var day = 0; day < 7; day++)
            app.Gossip(BesiegedApp.Attack + (day * Day) + (9 * Hour), BesiegedApp.Attack + (day * Day) + (23 * Hour), named);
        app.Gossip(BesiegedApp.Attack + (7 * Day), BesiegedApp.Attack + (7 * Day) + Start, named);
        return app.Start(BesiegedApp.Attack + (7 * Day) + Start);
    }

    /// <summary>From the evening on; the friends come back at eight.</summary>
    /// <param name="seed">The world.</param>
    /// <param name="create">The app's order.</param>
    /// <param name="named">How many made-up peers the neighbour names; <c>null</c>: there is no neighbour.</param>
    private static double Overnight(int seed, Func<IReadOnlyList<SimulatedPeer>, Policy> create, int? named)
    {
        var app = new BesiegedApp(seed, 41, create);
        var neighbour = app.Others[40];
        var evening = BesiegedApp.Attack - (2 * Hour);
        if (named is not null)
            app.Policy.Connected(neighbour, evening, inbound: false);
        return app.MinutesInBackground(evening, BesiegedApp.Attack + Start, named is null ? [] : [neighbour], now =>
        {
            if (named is { } count && now % World.GossipInterval == 0)
                app.Policy.Gossip([.. app.Others.Take(count)], now);
        });
    }

    /// <summary>The app is open every day, and content with its one neighbour.</summary>
    private static (double FriendsLeft, double Tries) Silence(int seed, Func<IReadOnlyList<SimulatedPeer>, Policy> create)
    {
        var app = new BesiegedApp(seed, 1, create);
        for (var day = 0; day < 40; day++)
        {
            var morning = BesiegedApp.Attack + (day * Day) + (9 * Hour);
            app.Policy.Open(morning);
            app.Policy.Connected(app.Others[0], morning, inbound: false);
            app.Gossip(morning, morning + (13 * Hour), _ => []);
        }

        var (tries, _) = app.Start(BesiegedApp.Attack + (40 * Day) + Start);
        return (app.FriendsLeft, tries);
    }

    /// <summary>Twenty new ones a day, and five rounds in which the app wants everybody.</summary>
    /// <param name="seed">The world.</param>
    /// <param name="create">The app's order.</param>
    /// <param name="lies">One in so many is made up.</param>
    private static (int Taken, int Tries) Introductions(int seed, Func<IReadOnlyList<SimulatedPeer>, Policy> create, int lies)
    {
        const int Days = 14;
        const int ADay = 20;
        var app = new BesiegedApp(seed, 1 + (Days * ADay), create);
        var introducer = app.Others[0];
        var (taken, tries) = (0, 0);
        for (var day = 0; day < Days; day++)
        {
            var morning = BesiegedApp.Attack + (day * Day) + (9 * Hour);
            app.Policy.Open(morning);
            app.Policy.Connected(introducer, morning, inbound: false);
            var introduced = app.Others.Skip(1 + (day * ADay)).Take(ADay).ToList();
            app.Policy.Introduced(introduced, introducer, morning);
            taken += introduced.Count(peer => peer.Number % lies == 0 && app.Policy.Knows(peer));
            for (var round = 1; round <= 5; round++)
                app.Policy.Reconnect(morning + (round * Hour), wanted: int.MaxValue, Try);

            bool Try(SimulatedPeer peer)
            {
                var isLie = peer.Number >= BesiegedApp.Friends && peer.Number % lies == 0;
                tries += isLie ? 1 : 0;
                return !isLie && (peer.Number >= BesiegedApp.Friends || app.Answers(peer, morning));
            }
        }

        return (taken, tries);
    }

    /// <summary>Everybody connects to us once, in the course of a day.</summary>
    private static (double FriendsLeft, double Tries) Flood(int seed, Func<IReadOnlyList<SimulatedPeer>, Policy> create)
    {
        var app = new BesiegedApp(seed, 1000, create);
        for (var i = 0; i < app.Others.Count; i++)
            app.Policy.Connected(app.Others[i], BesiegedApp.Attack + (9 * Hour) + (i * 30), inbound: true);
        var (tries, _) = app.Start(BesiegedApp.Attack + Day + Start);
        return (app.FriendsLeft, tries);
    }
}

/// <summary>An attack, and one figure of what it does.</summary>
/// <param name="Name">What the attacker does.</param>
/// <param name="Figure">What is measured.</param>
/// <param name="Measure">One world: its seed, and the app's order.</param>
internal sealed record Attack(string Name, string Figure, Func<int, Func<IReadOnlyList<SimulatedPeer>, Policy>, double> Measure);
