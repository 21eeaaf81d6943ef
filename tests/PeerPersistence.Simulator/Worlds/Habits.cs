namespace PeerPersistence.Simulator;

/// <summary>Makes up when a peer of a kind is online. Hours are local to the peer; the world begins on a Monday at midnight UTC.</summary>
internal static class Habits
{
    private const int Hour = 3600;

    public static Timeline Online(PeerKind kind, double zone, double arrival, double departure, bool lasting, Dice dice)
    {
        var spans = kind == PeerKind.AlwaysOn ? DayAndNight(departure, dice) : Days(kind, zone, departure, lasting, dice);
        var vacations = kind == PeerKind.AlwaysOn ? [] : Vacations(departure, dice);
        return new(from span in spans
            where !vacations.Any(away => span.Start >= away.Start && span.Start < away.End)
            let start = Math.Max(span.Start, arrival)
            let end = Math.Min(span.End, departure)
            select ((int)(start * Hour), (int)(end * Hour)));
    }

    private static List<(double Start, double End)> DayAndNight(double until, Dice dice)
    {
        List<(double, double)> spans = [];
        for (double at = 0; at < until;)
        {
            var end = at + dice.Exponential(8 * 24);
            spans.Add((at, end));
            at = end + dice.Weibull(1.5);
        }

        return spans;
    }

    private static List<(double Start, double End)> Days(PeerKind kind, double zone, double until, bool lasting, Dice dice)
    {
        List<(double, double)> spans = [];
        var owner = Owner.Of(kind, dice);
        var streaks = lasting ? new Streaks(dice) : null;
        for (var day = 0; day * 24 < until + 24; day++)
        {
            foreach (var (start, length) in owner.Sessions(weekend: day % 7 >= 5, new(dice, streaks?.Next()), dice))
                spans.Add(((day * 24) - zone + start, (day * 24) - zone + start + length));
        }

        return spans;
    }

    private static List<(double Start, double End)> Vacations(double until, Dice dice)
    {
        List<(double, double)> spans = [];
        for (var at = dice.Exponential(60 * 24); at < until; at += dice.Exponential(60 * 24))
            spans.Add((at, at += dice.Uniform(3, 14) * 24));
        return spans;
    }
}
