namespace PeerPersistence;

/// <content>What each event teaches. The facts are those of the record before the event.</content>
internal static partial class PresenceModel
{
    /// <summary>How much of a failure is put down to the peer; the rest may be our own network.</summary>
    private const double BlameOfPeer = 0.9;

    /// <summary>
    /// How much absence from gossip counts beside what we saw ourselves: one round in five leaves somebody out, and who tells may lie.
    /// </summary>
    private const double AbsenceShare = 0.5;

    /// <summary>The belief in a peer that has just hung up: it may have lost the line, or come back.</summary>
    private const double OnlineAfterLeaving = 0.25;

    /// <summary>How much an inbound connection says about our reaching the peer.</summary>
    private const double InboundShare = 0.1;

    /// <summary>The most that an original's record may claim, of either outcome.</summary>
    private const int MostInherited = 5;

    private const double DecayHalfLifeDays = 30;

    /// <summary>In so many seconds after a friend left, or was called in vain, gossip may not know it yet.</summary>
    private const uint GossipLag = 60;

    /// <summary>The peer was heard from, in whatever way: it is online.</summary>
    public static PresenceState Seen(PresenceState? state, PresenceFacts facts, DateTimeOffset now)
    {
        var instant = PresenceClock.Seconds(now);
        return Observe(state ?? Unobserved(facts, now), instant, present: 1, weight: 1) with { On = 1, Updated = instant, Missed = 0 };
    }

    /// <summary>A round of gossip named the peer: seen, and from now on its absence from gossip says something.</summary>
    /// <remarks>What we have just found out ourselves counts for more: that it hung up, or that a try was in vain.</remarks>
    public static PresenceState HeardInGossip(PresenceState? state, PresenceFacts facts, DateTimeOffset now) =>
        (state is { On: < 1 } && PresenceClock.Since(state.Updated, PresenceClock.Seconds(now)) < GossipLag
            ? state : Seen(state, facts, now)) with { HeardInGossip = true };

    /// <summary>A round of gossip did not name the peer: half a sample of the diary.</summary>
    /// <remarks>
    /// If this is an hour at which it usually comes, it missed an appointment: M grows by habit × novelty. The belief stays: it is of our
    /// own experience, and one neighbour that names nobody must not take it away.
    /// </remarks>
    /// <returns>The same state where gossip never named the peer.</returns>
    public static PresenceState? Absent(PresenceState? state, PresenceFacts facts, DateTimeOffset now)
    {
        if (state is not { HeardInGossip: true })
            return state;
        var instant = PresenceClock.Seconds(now);
        var missed = state.Missed + (PresenceBins.Habit(state, facts.SuccessfulConnections, instant) * Novelty(state, instant));
        return Observe(state, instant, present: 0, AbsenceShare) with { Missed = Math.Min(missed, MostMissed) };
    }

    /// <summary>A connection stands: seen, and a try that reached the peer; inbound, a tenth of one.</summary>
    public static PresenceState Connected(PresenceState? state, PresenceFacts facts, DateTimeOffset now, bool inbound = false) =>
        Reached(Seen(state, facts, now), inbound ? InboundShare : 1);

    /// <summary>A connection that stands was measured: like a connection, but only as far as it is news.</summary>
    /// <remarks>An app may measure every second; the measurements of one connection are not so many connections.</remarks>
    public static PresenceState Measured(PresenceState? state, PresenceFacts facts, DateTimeOffset now)
    {
        state ??= Unobserved(facts, now);
        return Reached(Seen(state, facts, now), Novelty(state, PresenceClock.Seconds(now)));
    }

    /// <summary>A try failed: by Bayes, either the peer is away or it is out of reach.</summary>
    /// <remarks>
    /// With a = Online × Alive and c = Reach it was online all the same with on = a (1 − c) / (1 − a c); ReachFail grows by
    /// 0.9 on, and the belief becomes a + 0.9 (on − a).
    /// </remarks>
    public static PresenceState Failed(PresenceState? state, PresenceFacts facts, DateTimeOffset now)
    {
        state ??= Unobserved(facts, now);
        var instant = PresenceClock.Seconds(now);
        var before = Online(state, facts, instant) * Alive(state, facts, instant);
        var reach = Reach(state, facts.ConnectionType);
        var online = before * (1 - reach) / (1 - (before * reach));

        var observed = Observe(state, instant, online, BlameOfPeer);
        return observed.WithReach(observed.ReachOk, observed.ReachFail + (BlameOfPeer * online)) with
        {
            On = before + (BlameOfPeer * (online - before)),
            Updated = instant,
        };
    }

    /// <summary>A connection ended: if the peer left it is probably away, otherwise it was there a moment ago.</summary>
    public static PresenceState Disconnected(PresenceState? state, PresenceFacts facts, DateTimeOffset now, Departure departure) =>
        (state ?? Unobserved(facts, now)) with
        {
            On = departure == Departure.Remote ? OnlineAfterLeaving : 1,
            Updated = PresenceClock.Seconds(now),
        };

    /// <summary>What a record alone tells: online when last seen, and a few tries of either outcome.</summary>
    private static PresenceState Unobserved(PresenceFacts facts, DateTimeOffset now)
    {
        var lastSeen = Math.Min(PresenceClock.Seconds(facts.LastSeen), PresenceClock.Seconds(now));
        var (ok, fail) = Inherited(facts);
        return new()
        {
            On = 1,
            ReachOk = ok,
            ReachFail = fail,
            Updated = lastSeen,
            Observed = lastSeen,
            Decayed = lastSeen / PresenceClock.Day,
        };
    }

    private static (double Ok, double Fail) Inherited(PresenceFacts facts) => (
        Math.Clamp(facts.SuccessfulConnections, 0, MostInherited),
        Math.Clamp((long)facts.TotalConnections - facts.SuccessfulConnections, 0, MostInherited));

    /// <summary>Enters a sample into the diary, weighed by its novelty, so that a storm of events is one sample.</summary>
    private static PresenceState Observe(PresenceState state, uint now, double present, double weight)
    {
        var sample = weight * Novelty(state, now);
        var decayed = Decay(state, now);
        var bin = PresenceBins.At(now);
        return decayed.WithBin(bin, decayed.Seen(bin) + (sample * present), decayed.Watched(bin) + sample, observed: now);
    }

    private static double Novelty(PresenceState state, uint now) => 1 - Memory(PresenceClock.Since(state.Observed, now));

    /// <summary>Halves all counts every 30 days, day by day, so that a peer's new life outweighs its old one.</summary>
    /// <remarks>The day never goes back: a clock that stood at 1970 for a while must not cost the diary.</remarks>
    private static PresenceState Decay(PresenceState state, uint now)
    {
        var today = now / PresenceClock.Day;
        return today <= state.Decayed
            ? state
            : state.Scaled(Math.Pow(0.5, (today - state.Decayed) / DecayHalfLifeDays)) with { Decayed = today };
    }

    private static PresenceState Reached(PresenceState state, double tries) => state.WithReach(state.ReachOk + tries, state.ReachFail);
}
