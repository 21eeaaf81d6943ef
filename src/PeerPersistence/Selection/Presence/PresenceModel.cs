namespace PeerPersistence;

/// <summary>
/// The presence model: how likely a try to reach a peer succeeds now, from what was seen of it. Pure functions of a peer's
/// state, its record and the present.
/// </summary>
/// <remarks>
/// <para>P = Online × Alive × Reach. Every constant may be off by a factor of four and costs little.</para>
/// <para>A clock set back makes no time pass: instants in the future count as now.</para>
/// </remarks>
internal static partial class PresenceModel
{
    /// <summary>The time after which an observation's weight has fallen to 1/e.</summary>
    private const double MemoryHours = 4;

    /// <summary>How long a peer just met is trusted to come back.</summary>
    private const double TrustOfNewcomers = PresenceClock.Day;

    /// <summary>How much a silence counts that no try of ours broke in vain, beside one that did.</summary>
    private const double ShareOfUntriedSilence = 0.3;

    /// <summary>The odds, at any time, that a peer has begun to stay away.</summary>
    private const double OddsOfHoliday = 0.02;

    /// <summary>More missed appointments than these say no more, so that one who is back is tried again some day.</summary>
    private const double MostMissed = 5;

    /// <summary>How many tries the experience of others with a kind of connection is worth.</summary>
    private const double PriorTries = 4;

    /// <summary>The probability that a try now succeeds, with its factors.</summary>
    public static PresenceEstimate Estimate(PresenceState? state, PresenceFacts facts, DateTimeOffset now)
    {
        var instant = PresenceClock.Seconds(now);
        var (online, alive, reach) = state is null
            ? Unobserved(facts, instant)
            : (Online(state, facts, instant), Alive(state, facts, instant), Reach(state, facts.ConnectionType));
        return new(online, alive, reach, Math.Round(online * alive * reach, 6));
    }

    /// <summary>What <see cref="Unobserved(PresenceFacts, DateTimeOffset)"/> would give, without making a state for each of many.</summary>
    private static (double Online, double Alive, double Reach) Unobserved(PresenceFacts facts, uint now)
    {
        var lastSeen = Math.Min(PresenceClock.Seconds(facts.LastSeen), now);
        var (ok, fail) = Inherited(facts);
        return (
            Online(PresenceBins.HabitWithoutDiary(facts.SuccessfulConnections), 1, lastSeen, now), Alive(lastSeen, lastSeen, 0, facts, now),
            Reach(ok, fail, facts.ConnectionType));
    }

    /// <summary>Whether the diary says that the peer is there at an hour like this; see <see cref="PresenceBins.IsUsual"/>.</summary>
    public static bool IsUsuallyOnline(PresenceState? state, DateTimeOffset now) =>
        state is not null && PresenceBins.IsUsual(state, PresenceClock.Seconds(now));

    /// <summary>Online = habit + (On − habit) × ρ(now − Updated): the last news fades into the habit of the hour.</summary>
    private static double Online(PresenceState state, PresenceFacts facts, uint now) =>
        Online(PresenceBins.Habit(state, facts.SuccessfulConnections, now), state.On, state.Updated, now);

    private static double Online(double habit, double on, uint updated, uint now) =>
        habit + ((on - habit) * Memory(PresenceClock.Since(updated, now)));

    /// <summary>
    /// Alive = 1 / (1 + G / A + 0.02 (eᴹ − 1)), A = LastSeen − FirstSeen + 1 day,
    /// G = 0.3 (now − LastSeen) + 0.7 (min(now, Updated) − LastSeen).
    /// </summary>
    /// <remarks>
    /// The odds of having left add up from two sides. Who has come for long goes on coming (Bremler-Barr and Goldschmidt,
    /// 2011), so silence G counts against the age A. And who keeps its habits is seen at its hours: where M sightings were
    /// due and none came, the peer is eᴹ times as likely to be on holiday, or gone, as it was. Silence counts in full
    /// only where we broke it in vain ourselves. The rest, where the app is closed or hears only what others tell, goes by
    /// the calendar, the same for everybody but those of whom there was no news yet that could have ended.
    /// </remarks>
    private static double Alive(PresenceState state, PresenceFacts facts, uint now) =>
        Alive(state.Updated, state.Observed, state.Missed, facts, now);

    private static double Alive(uint updated, uint observed, double missedAppointments, PresenceFacts facts, uint now)
    {
        var lastSeen = PresenceClock.Seconds(facts.LastSeen);
        var acquaintance = PresenceClock.Since(PresenceClock.Seconds(facts.FirstSeen), lastSeen);
        double silence = PresenceClock.Since(lastSeen, Math.Min(now, updated));
        if (acquaintance > 0 || observed > lastSeen)
            silence += ShareOfUntriedSilence * (PresenceClock.Since(lastSeen, now) - silence);
        var missed = missedAppointments == 0 ? 0 : OddsOfHoliday * (Math.Exp(Math.Min(missedAppointments, MostMissed)) - 1);
        return 1 / (1 + (silence / (acquaintance + TrustOfNewcomers)) + missed);
    }

    /// <summary>Reach = (ReachOk + 4 m) / (ReachOk + ReachFail + 4), m by the kind of the last connection.</summary>
    private static double Reach(PresenceState state, ConnectionType type) => Reach(state.ReachOk, state.ReachFail, type);

    private static double Reach(double ok, double fail, ConnectionType type)
    {
        var usual = type switch
        {
            ConnectionType.Host => 0.85,
            ConnectionType.ServerReflexive => 0.75,
            ConnectionType.PeerReflexive => 0.70,
            ConnectionType.Relay => 0.65,
            _ => 0.70,
        };
        return (ok + (PriorTries * usual)) / (ok + fail + PriorTries);
    }

    /// <summary>ρ(d) = exp(−√(d / 4 h)): how much of an observation is left after a time.</summary>
    /// <remarks>
    /// Sessions are Weibull with a shape of about one half, not exponential: many are short, some are very long (Stutzbach
    /// and Rejaie, "Understanding churn in peer-to-peer networks", 2006).
    /// </remarks>
    private static double Memory(uint seconds) => Math.Exp(-Math.Sqrt(seconds / (MemoryHours * PresenceClock.Hour)));
}

/// <summary>How likely a try now succeeds, and why. Each is 0 to 1.</summary>
/// <param name="online">The peer is online now, if it still comes at all.</param>
/// <param name="alive">It still comes: it has not left for good.</param>
/// <param name="reach">A try reaches it while it is online.</param>
/// <param name="probability">The product, rounded to 10⁻⁶.</param>
internal readonly struct PresenceEstimate(double online, double alive, double reach, double probability)
{
    public double Online => online;

    public double Alive => alive;

    public double Reach => reach;

    public double Probability => probability;
}

/// <summary>What the presence model takes from a peer's record beside its own state.</summary>
internal readonly record struct PresenceFacts(
    DateTimeOffset FirstSeen, DateTimeOffset LastSeen, int SuccessfulConnections, int TotalConnections, ConnectionType ConnectionType)
{
    public static PresenceFacts Of(PeerData peer) => new(
        peer.FirstSeen, peer.LastSeen, peer.ConnectionQuality.SuccessfulConnections, peer.ConnectionQuality.TotalConnections,
        peer.ConnectionQuality.ConnectionType);

    public static PresenceFacts Of(PeerSummary peer) =>
        new(peer.FirstSeen, peer.LastSeen, peer.SuccessfulConnections, peer.TotalConnections, peer.ConnectionType);
}
