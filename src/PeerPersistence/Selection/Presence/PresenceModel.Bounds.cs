namespace PeerPersistence;

/// <content>A bound of the estimate, for ranking many of whom few are wanted: whoever cannot be among them needs no estimate.</content>
internal static partial class PresenceModel
{
    /// <summary>More than an estimate is rounded up by, and a bound down.</summary>
    private const double Rounding = 1e-6;

    /// <summary>What <see cref="Most"/> needs of a state.</summary>
    /// <remarks>
    /// Online = habit + (On − habit) × ρ grows with the habit, and Reach stays until something happens. So no hour gives more than the one
    /// with the most habit. 1 / Alive grows by the same with every second, from what it was at the last news.
    /// </remarks>
    public static PresenceBound BoundOf(PresenceState? state, PresenceFacts facts)
    {
        var lastSeen = PresenceClock.Seconds(facts.LastSeen);
        var (habit, on, updated) = state is null
            ? (PresenceBins.HabitWithoutDiary(facts.SuccessfulConnections), 1, lastSeen)
            : (PresenceBins.MostHabit(state, facts.SuccessfulConnections), state.On, Math.Max(state.Updated, lastSeen));
        var (ok, fail) = state is null ? Inherited(facts) : (state.ReachOk, state.ReachFail);
        var (atFirst, aDayLater) = (AliveAt(updated), AliveAt(updated + PresenceClock.Day));
        var most = Reach(ok, fail, facts.ConnectionType) * atFirst;
        var fading = ((atFirst / aDayLater) - 1) / PresenceClock.Day;
        return new((float)(most * habit), (float)(most * Math.Max(0, on - habit)), (float)fading, updated);

        double AliveAt(uint instant) => state is null ? Alive(lastSeen, lastSeen, 0, facts, instant) : Alive(state, facts, instant);
    }

    /// <summary>At least the probability of <see cref="Estimate"/>, whatever the hour.</summary>
    /// <param name="bound">The peer's.</param>
    /// <param name="now">Unix seconds. Of the time before the last news the bound says nothing.</param>
    public static double Most(in PresenceBound bound, uint now)
    {
        if (bound.Updated == 0 || now < bound.Updated)
            return 1;
        double since = now - bound.Updated;
        var x = Math.Sqrt(since / (MemoryHours * PresenceClock.Hour));
        var forgotten = 1 + (x * (1 + (x * (0.5 + (x / 6))))); // At most eˣ, by its series.
        return (((bound.Habit * forgotten) + bound.News) / (forgotten * (1 + (bound.Fading * since)))) + Rounding;
    }
}
