namespace PeerPersistence.Simulator;

/// <summary>140 days in the life of one person of a trace, the observer, whose app meets the others.</summary>
/// <param name="Trace">Whose people these are.</param>
/// <param name="Person">The observer.</param>
/// <param name="From">The minute at which it begins, a Monday's midnight.</param>
internal sealed record TraceWindow(Trace Trace, int Person, int From)
{
    public const int Days = 140;

    private const int Minutes = Days * 24 * 60;
    private const int Step = Minutes / 2;
    private const int LeastSessions = 60;
    private const double MostOnline = 0.6;
    private const double MostOfAPeer = 0.35;
    private const int ManyOfOne = 2;

    /// <summary>Two sessions less than two minutes apart are one.</summary>
    private const int Gap = 120;

    /// <summary>Half of the observers, by chance: what was chosen on the others is judged on these.</summary>
    public bool IsForJudging => Dice.Luck(0, 31, Person, 0) >= 0.5;

    private double Lot => Dice.Luck(0, 30, Person, From);

    /// <summary>Whoever starts often enough, and is not always there; two windows an observer, by chance.</summary>
    public static IReadOnlyList<TraceWindow> Choose(Trace trace, int most, Func<TraceWindow, bool> isWanted)
    {
        var windows =
            from person in trace.People
            from start in Enumerable.Range(0, (trace.End / Step) + 1).Select(step => step * Step)
            where start + Minutes <= trace.End + (Step / 2)
            let window = new TraceWindow(trace, person, start)
            where isWanted(window) && window.IsFrequentStarter()
            orderby window.Lot
            select window;
        var some = windows.GroupBy(window => window.Person).SelectMany(own => own.Take(ManyOfOne));
        return [.. some.OrderBy(window => window.Lot).Take(most)];
    }

    public IReadOnlyList<(int Start, int End)> Sessions()
    {
        List<(int Start, int End)> sessions = [];
        foreach (var span in PresenceOf(Person).Spans)
        {
            if (sessions.Count > 0 && span.Start - sessions[^1].End < Gap)
                sessions[^1] = (sessions[^1].Start, span.End);
            else
                sessions.Add(span);
        }

        return sessions;
    }

    /// <summary>The others, without those whom the first try would always find.</summary>
    public IEnumerable<Timeline> Others() =>
        from person in Trace.People
        where person != Person
        orderby person
        let online = PresenceOf(person)
        where online.Length > 0 && Share(online.Length) <= MostOfAPeer
        select online;

    private static double Share(int seconds) => seconds / (Minutes * 60.0);

    private bool IsFrequentStarter()
    {
        var sessions = Sessions();
        return sessions.Count >= LeastSessions && Share(sessions.Sum(session => session.End - session.Start)) <= MostOnline;
    }

    private Timeline PresenceOf(int person) => Trace.Presence(person, From, From + Minutes);
}
