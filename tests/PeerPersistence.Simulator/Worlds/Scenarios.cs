namespace PeerPersistence.Simulator;

/// <summary>The seven kinds of user.</summary>
internal static class Scenarios
{
    private static readonly double[] SameZone = [0];

    private static IReadOnlyDictionary<PeerKind, int> Friends { get; } = Mix(alwaysOn: 1, office: 12, home: 14, mobile: 20, casual: 6, stranger: 8);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("refresh", Friends, SameZone, 42, Refresh),
        new("next morning", Friends, SameZone, 56, NextMorning),
        new("a week away", Friends, SameZone, 126, WeekAway),
        new("commuter", Friends, SameZone, 42, Commuter),
        new("team, time zones", Mix(alwaysOn: 0, office: 24, home: 0, mobile: 4, casual: 3, stranger: 0), [-8, -5, 0, 1, 5.5, 8], 42, Team),
        new("strangers", Mix(alwaysOn: 3, office: 5, home: 8, mobile: 8, casual: 6, stranger: 220), [-9, -6, -3, 0, 2, 5, 8], 42, TwiceADay),
        new("crowd of 300", Mix(alwaysOn: 6, office: 70, home: 80, mobile: 50, casual: 60, stranger: 40), [-9, -6, -3, 0, 2, 5, 8], 35, TwiceADay),
    ];

    /// <summary>The same with people whose good days come in streaks.</summary>
    public static IReadOnlyList<Scenario> Lasting { get; } = [.. All.Select(scenario => scenario with { IsLasting = true })];

    private static IEnumerable<(double Start, double Length, bool Measured)> Refresh(int day, Dice dice)
    {
        foreach (var usual in (double[])[12.5, 19])
        {
            var start = dice.Normal(usual, 1.5);
            var length = Math.Min(3, 0.3 + dice.Weibull(1.2));
            yield return (start, length, false);
            yield return (start + length + dice.Uniform(10 / 3600d, 300 / 3600d), 0.2, true);
        }
    }

    private static IEnumerable<(double Start, double Length, bool Measured)> NextMorning(int day, Dice dice)
    {
        yield return (dice.Normal(8.5, 0.6), 0.4, true);
        yield return (dice.Normal(19.5, 1), dice.Uniform(1, 3.5), false);
    }

    private static IEnumerable<(double Start, double Length, bool Measured)> WeekAway(int day, Dice dice)
    {
        var back = day / 21 % 2 == 0 ? 20 : 19;
        if (day % 21 > 12 && day % 21 != back)
            yield break;
        if (day % 21 == back)
        {
            yield return (dice.Uniform(6.5, 24), 1, true);
            yield break;
        }

        yield return (dice.Normal(7.75, 0.5), 0.4, false);
        yield return (dice.Normal(19.5, 1), dice.Uniform(1, 3.5), false);
    }

    private static IEnumerable<(double Start, double Length, bool Measured)> Commuter(int day, Dice dice)
    {
        if (day % 7 < 5)
        {
            yield return (dice.Normal(7, 0.3), 0.5, true);
            yield return (dice.Normal(12.25, 0.4), 0.3, true);
            yield return (dice.Normal(17.5, 0.4), 0.6, true);
        }

        if (dice.Chance(0.6))
            yield return (dice.Normal(21, 0.8), dice.Uniform(0.3, 1.5), true);
    }

    private static IEnumerable<(double Start, double Length, bool Measured)> Team(int day, Dice dice)
    {
        if (day % 7 >= 5)
            yield break;
        yield return (dice.Normal(8.5, 0.4), dice.Uniform(2.5, 3.5), true);
        yield return (dice.Normal(13.25, 0.3), dice.Uniform(3.5, 4.5), true);
        if (dice.Chance(0.4))
            yield return (dice.Normal(21, 0.8), dice.Uniform(0.3, 1), true);
    }

    private static IEnumerable<(double Start, double Length, bool Measured)> TwiceADay(int day, Dice dice)
    {
        yield return (dice.Uniform(6, 15), Math.Min(3, 0.2 + dice.Weibull(1)), true);
        yield return (dice.Uniform(18.2, 25), Math.Min(3, 0.2 + dice.Weibull(1)), true);
    }

    private static Dictionary<PeerKind, int> Mix(int alwaysOn, int office, int home, int mobile, int casual, int stranger) => new()
    {
        [PeerKind.AlwaysOn] = alwaysOn,
        [PeerKind.Office] = office,
        [PeerKind.Home] = home,
        [PeerKind.Mobile] = mobile,
        [PeerKind.Casual] = casual,
        [PeerKind.Stranger] = stranger,
    };
}
