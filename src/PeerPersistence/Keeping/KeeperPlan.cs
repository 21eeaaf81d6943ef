namespace PeerPersistence;

/// <summary>What a keeper does next. Pure.</summary>
internal static class KeeperPlan
{
    /// <summary>A connection that lasts so long was one: what became of those before it is forgotten.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    /// <summary>So long after a sleep, or on a new network, a connection may look as if it stood, and break then.</summary>
    public static readonly TimeSpan Unsettled = TimeSpan.FromMinutes(2);

    /// <summary>So long a keeper below its target leaves the unlikely alone, where it has somebody.</summary>
    public static readonly TimeSpan LongestChoosy = TimeSpan.FromHours(1);

    /// <summary>So long a keeper that misses somebody looks at nothing: who was unlikely may be likely by then.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan LongestProbe = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestRest = TimeSpan.FromHours(1);

    /// <summary>The rounds to run now, one after the other.</summary>
    /// <remarks>
    /// Who has others left calls the lost first; who has nobody takes whom it can get, likely or not, and so does, once an hour, who has
    /// too few. Pinned peers come last, beyond the target, some at a time, likely or not.
    /// After an outage of our own one try at a time is enough to see whether it is over.
    /// </remarks>
    public static IReadOnlyList<ReconnectOptions> Rounds(KeeperView view, KeeperOptions options)
    {
        List<ReconnectOptions> rounds = [];
        var missing = options.Target - view.Connected;
        if (missing > 0 && view.Lost.Count > 0 && view.Connected > 0)
            rounds.Add(Round(missing, view.Lost));
        if (missing > 0)
            rounds.Add(Round(missing, only: null) with { AnyChance = view.TakesAnybody || view.Connected == 0 });
        if (view.Pinned.Count > 0)
            rounds.Add(Round(Math.Min(view.Pinned.Count, 2 * options.MaxParallelism), view.Pinned) with { AnyChance = true });
        return view.IsProbe ? [.. rounds.Take(1).Select(round => round with { TargetConnections = 1, MaxParallelism = 1 })] : rounds;

        ReconnectOptions Round(int target, IReadOnlyCollection<string>? only) => new()
        {
            TargetConnections = target,
            MaxParallelism = options.MaxParallelism,
            AttemptTimeout = options.AttemptTimeout,
            Background = !view.IsUrgent,
            Query = new() { Limit = Math.Max(10, 2 * target), OnlyPeerIds = only, ExcludePeerIds = view.Excluded },
        };
    }

    /// <summary>
    /// How long after a try in vain who is alone makes the next one, whatever the backoff: a tenth of the time that it has been alone, so
    /// that a short outage is over soon and a long one costs little.
    /// </summary>
    public static TimeSpan ProbeAfter(TimeSpan alone, TimeSpan interval)
    {
        var rest = alone / 10 < LongestProbe ? alone / 10 : LongestProbe;
        return rest > interval ? rest : interval;
    }

    /// <summary>
    /// How long after a round the next one begins: when the first of those that are left alone may be dialled. Until then a round would
    /// find nobody, and cost a phone its sleep.
    /// </summary>
    /// <param name="ends">When each is left alone no longer.</param>
    /// <param name="interval">The shortest time between two rounds.</param>
    public static TimeSpan NextRound(IEnumerable<TimeSpan> ends, TimeSpan interval)
    {
        var first = ends.Append(LongestWait).Min();
        return first > interval ? first : interval;
    }

    /// <summary>How many times in a row the peer's connections ended at once.</summary>
    public static int FlapsAfter(int flaps, TimeSpan uptime) => uptime >= Settled ? 0 : Math.Min(flaps + 1, 20);

    /// <summary>
    /// How long a peer is left alone whose connections end at once, so that a captive portal or a link that comes and goes is not dialled
    /// in a circle. The first time is an ordinary loss.
    /// </summary>
    public static TimeSpan RestAfter(int flaps, TimeSpan interval)
    {
        if (flaps <= 1)
            return TimeSpan.Zero;
        var rest = interval * Math.Pow(2, flaps - 2);
        return rest < LongestRest ? rest : LongestRest;
    }
}

/// <summary>What a keeper's plan is made from.</summary>
/// <param name="Connected">How many connections stand.</param>
/// <param name="Lost">Whom we lost and did not reach again yet.</param>
/// <param name="Pinned">The pinned peers that are not connected.</param>
/// <param name="Excluded">Whom not to dial: ourselves, the connected, the dialled, the disconnected by the user, the resting.</param>
/// <param name="IsUrgent">After a start, a resume or on a new network: nobody's backoff counts.</param>
/// <param name="IsProbe">The last round proved an outage of our own.</param>
/// <param name="TakesAnybody">The unlikely have been left alone for long.</param>
internal sealed record KeeperView(
    int Connected, IReadOnlyCollection<string> Lost, IReadOnlyCollection<string> Pinned, IReadOnlyCollection<string> Excluded,
    bool IsUrgent, bool IsProbe, bool TakesAnybody = false);
