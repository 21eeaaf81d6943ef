namespace PeerPersistence;

/// <content>A bound of the estimate, for ranking many of whom few are wanted: whoever cannot be among them needs no estimate.</content>
internal static partial class PresenceModel
{
    /// <summary>More than an estimate is rounded up by, and a bound down.</summary>
    private const double Rounding = 1e-6;

    /// <summary>What <see cref="Most"/> needs of a state.</summary>
    /// <remarks>
    /// Online = habit + (On − habit) × ρ grows with the habit, and Reach stays until something happens. So no hour gives more than the one
    /// with the most habit.
    /// </remarks>
    public static PresenceBound BoundOf(PresenceState? state, PresenceFacts facts)
    {
        var (habit, on, updated) = state is null
            ? (PresenceBins.HabitWithoutDiary(facts.SuccessfulConnections), 1, PresenceClock.Seconds(facts.LastSeen))
            : (PresenceBins.MostHabit(state, facts.SuccessfulConnections), state.On, state.Updated);
        var (ok, fail) = state is null ? Inherited(facts) : (state.ReachOk, state.ReachFail);
        var reach = Reach(ok, fail, facts.ConnectionType);
        return new((float)(reach * habit), (float)(reach * Math.Max(0, on - habit)), updated);
    }

    /// <summary>At least the probability of <see cref="Estimate"/>, whatever the hour.</summary>
    public static double Most(PresenceBound bound, PresenceFacts facts, DateTimeOffset now)
    {
        if (bound == default)
            return 1;
        var instant = PresenceClock.Seconds(now);
        var x = Math.Sqrt(PresenceClock.Since(bound.Updated, instant) / (MemoryHours * PresenceClock.Hour));
        var memory = 1 / (1 + (x * (1 + (x * (0.5 + (x / 6)))))); // At least e⁻ˣ, by its series.
        return Math.Min(1, (bound.Habit + (bound.News * memory)) * Alive(bound.Updated, observed: 0, 0, facts, instant)) + Rounding;
    }
}
