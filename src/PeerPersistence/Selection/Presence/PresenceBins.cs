namespace PeerPersistence;

/// <summary>A peer's diary: the hours at which it was seen, among those at which it was watched for.</summary>
/// <remarks>
/// 24 bins: the twelve two-hour slots of the day in UTC, for Monday to Friday, then for Saturday and Sunday. People keep
/// daily and weekly hours, and a week of history predicts the next one (Guha, Daswani and Jain, "An experimental study of
/// the Skype peer-to-peer VoIP system", 2006; Le Blond, Le Fessant and Le Merrer, "Finding good partners in
/// availability-aware P2P networks", 2009).
/// </remarks>
internal static class PresenceBins
{
    public const int Count = PresenceState.Bins;

    private const int SlotsPerDay = Count / 2;

    /// <summary>What is believed of a peer to whom no connection ever stood: it is there one time in ten.</summary>
    private const double ShareOfStrangers = 0.10;

    /// <summary>No number of connections says more than that it is there every other time.</summary>
    private const double MostUsual = 0.5;

    /// <summary>How many samples what is usual is worth beside the peer's own mean.</summary>
    private const double SamplesOfTheUsual = 3;

    /// <summary>How many samples the peer's own mean is worth beside a bin.</summary>
    private const double SamplesOfTheMean = 1;

    /// <summary>How much the bins before and after count beside an instant's own.</summary>
    private const double NeighbourShare = 0.5;

    /// <summary>How often a peer is thought to have been missed before its habits are called habits.</summary>
    private const double SamplesOfDoubt = 2;

    public static int At(uint instant)
    {
        var slot = (int)(instant % PresenceClock.Day / (PresenceClock.Day / SlotsPerDay));
        return IsWeekend(instant) ? SlotsPerDay + slot : slot;
    }

    /// <summary>How likely the peer is online at an instant, from its habits alone: 0 to 1.</summary>
    /// <param name="state">The diary.</param>
    /// <param name="connections">How many connections to it ever stood. Without a diary they alone tell how often it is there.</param>
    /// <param name="instant">Unix seconds.</param>
    /// <remarks>
    /// habit = (S[b] + ½ (S[b−1] + S[b+1]) + base) / (N[b] + ½ (N[b−1] + N[b+1]) + 1) and base = (ΣS + 3 u) / (ΣN + 3):
    /// a bin is smoothed by its neighbours within the same day, around midnight, and shrunk towards the peer's own mean,
    /// which is shrunk towards what is usual of somebody with so many connections, u = 0.1 (1 + connections)^¼, at most one half.
    /// </remarks>
    public static double Habit(PresenceState state, int connections, uint instant) =>
        Habit(state, Mean(state, connections), At(instant));

    /// <summary>The same at the hour at which it is most.</summary>
    public static double MostHabit(PresenceState state, int connections)
    {
        var (mean, most) = (Mean(state, connections), 0d);
        for (var bin = 0; bin < Count; bin++)
            most = Math.Max(most, Habit(state, mean, bin));
        return most;
    }

    /// <summary>The same of a diary in which nothing stands, at any instant.</summary>
    public static double HabitWithoutDiary(int connections) => Usual(connections) * SamplesOfTheUsual / SamplesOfTheUsual;

    /// <summary>
    /// Whether the peer was there, at this hour on such days, more often than not: S > ½ (N + 2), so on no fewer than three.
    /// </summary>
    public static bool IsUsual(PresenceState state, uint instant)
    {
        var (seen, watched) = Around(state, At(instant));
        return seen > 0.5 * (watched + SamplesOfDoubt);
    }

    private static double Habit(PresenceState state, double mean, int bin)
    {
        var (seen, watched) = Around(state, bin);
        return (seen + (mean * SamplesOfTheMean)) / (watched + SamplesOfTheMean);
    }

    private static double Mean(PresenceState state, int connections) =>
        (state.SeenInAll() + (Usual(connections) * SamplesOfTheUsual)) / (state.WatchedInAll() + SamplesOfTheUsual);

    private static double Usual(int connections) =>
        Math.Min(MostUsual, ShareOfStrangers * Math.Sqrt(Math.Sqrt(1d + Math.Max(0, connections))));

    /// <summary>A bin, and half of those beside it.</summary>
    private static (double Seen, double Watched) Around(PresenceState state, int bin)
    {
        var day = bin - (bin % SlotsPerDay);
        var before = day + ((bin + SlotsPerDay - 1) % SlotsPerDay);
        var after = day + ((bin + 1) % SlotsPerDay);
        return (
            state.Seen(bin) + (NeighbourShare * (state.Seen(before) + state.Seen(after))),
            state.Watched(bin) + (NeighbourShare * (state.Watched(before) + state.Watched(after))));
    }

    /// <summary>1 January 1970 was a Thursday.</summary>
    private static bool IsWeekend(uint instant) => ((instant / PresenceClock.Day) + 3) % 7 >= 5;
}
