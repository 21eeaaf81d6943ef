namespace PeerPersistence;

/// <summary>What each event does to a record: instants, counters, quality and presence together. Pure.</summary>
/// <remarks>A record's time never runs backward, whatever the clock does.</remarks>
internal static class PeerEvents
{
    private static readonly TimeSpan s_momentAgo = TimeSpan.FromMinutes(1);

    /// <summary>The peer was heard from.</summary>
    public static StoredPeer Seen(StoredPeer stored, DateTimeOffset now) =>
        Touch(stored, now, PresenceModel.Seen);

    /// <summary>A round of gossip named the peer, or did not.</summary>
    /// <returns>The same where its absence says nothing.</returns>
    public static StoredPeer Gossiped(StoredPeer stored, bool present, DateTimeOffset now)
    {
        if (present)
            return Touch(stored, now, PresenceModel.HeardInGossip);
        var before = PresenceState.TryParse(stored.Presence);
        var after = PresenceModel.Absent(before, PresenceFacts.Of(stored.Peer), now);
        return ReferenceEquals(before, after) ? stored : stored with { Presence = after?.ToBase64() };
    }

    /// <summary>A connection stands. One that the peer made proves no address, and nothing of its worth.</summary>
    public static StoredPeer Connected(StoredPeer stored, QualityMeasurement measurement, bool inbound, DateTimeOffset now)
    {
        var quality = stored.Peer.ConnectionQuality.Record(measurement, now);
        var up = Up(stored, quality, now, (state, facts, instant) => PresenceModel.Connected(state, facts, instant, inbound)) with
        {
            Evidence = (inbound ? stored.Evidence : Tried(stored, answered: true, now)).Connected(now, isOwn: !inbound),
        };
        return inbound && measurement.Address is { } address
            ? Introduction.AddAddresses(up, [address], stored.Peer.PeerId, now)
            : Reached(up, measurement, now);
    }

    /// <summary>A connection was measured, so it stands: the measured fields take the place of the old ones.</summary>
    public static StoredPeer Measured(StoredPeer stored, QualityMeasurement measurement, DateTimeOffset now) =>
        Reached(Measured(stored, Replace(stored.Peer.ConnectionQuality, measurement, now), now), measurement, now);

    /// <summary>A connection was measured, so it stands.</summary>
    public static StoredPeer Measured(StoredPeer stored, ConnectionQuality quality, DateTimeOffset now) =>
        Up(stored, PeerMerge.KeepUnknown(stored.Peer.ConnectionQuality, quality), now, PresenceModel.Measured);

    /// <summary>A connection ended.</summary>
    public static StoredPeer Disconnected(StoredPeer stored, TimeSpan uptime, Departure departure, DateTimeOffset now)
    {
        var after = Touch(stored, now, (state, facts, instant) => PresenceModel.Disconnected(state, facts, instant, departure));
        var quality = after.Peer.ConnectionQuality;
        return after with
        {
            Peer = after.Peer with
            {
                ConnectionQuality = quality.Record(new() { Uptime = uptime }, PeerInstants.Later(quality.LastMeasured, now)),
            },
        };
    }

    /// <summary>A try failed. Nothing was heard from the peer: last-seen stays.</summary>
    /// <param name="stored">The record.</param>
    /// <param name="options">What failures lead to.</param>
    /// <param name="answered">Whether another friend answered us on a day.</param>
    /// <param name="now">The present.</param>
    public static StoredPeer Failed(StoredPeer stored, RetentionOptions options, Func<ushort, bool> answered, DateTimeOffset now) =>
        stored with
    {
        Evidence = Tried(stored, answered: false, now) with
        {
            Vain = stored.Evidence.Vain.With(UtcDay.Of(now), answered, options.InactiveAfter.TotalDays),
        },
        Peer = RetentionPolicy.AfterFailure(stored.Peer, options, now),
        Presence = PresenceModel.Failed(PresenceState.TryParse(stored.Presence), PresenceFacts.Of(stored.Peer), now).ToBase64(),
    };

    /// <summary>The measured fields take the place of the old ones; a success or failure moves the counts.</summary>
    private static ConnectionQuality Replace(ConnectionQuality quality, QualityMeasurement measurement, DateTimeOffset now) =>
        quality.Record(new() { Success = measurement.Success, ConnectionType = measurement.ConnectionType }, now) with
        {
            Latency = measurement.Latency ?? quality.Latency,
            AverageUptime = measurement.Uptime ?? quality.AverageUptime,
        };

    private static StoredPeer Up(
        StoredPeer stored, ConnectionQuality quality, DateTimeOffset now, Func<PresenceState?, PresenceFacts, DateTimeOffset,
        PresenceState> observe)
    {
        var after = Touch(stored, now, observe);
        return after with
        {
            Evidence = after.Evidence.Connected(now, isOwn: false),
            Peer = RetentionPolicy.AfterSuccess(after.Peer, stored.Evidence.IsBlocked) with
            {
                LastConnected = PeerInstants.Later(stored.Peer.LastConnected, now),
                ConnectionQuality = quality with { LastMeasured = PeerInstants.Later(stored.Peer.ConnectionQuality.LastMeasured, now) },
            },
        };
    }

    /// <summary>A try came out, of which the presence model said something before.</summary>
    /// <remarks>Whoever was heard from a moment ago was not foretold: that it answers teaches nothing of those who were not.</remarks>
    private static PeerEvidence Tried(StoredPeer stored, bool answered, DateTimeOffset now)
    {
        if (now - stored.Peer.LastSeen < s_momentAgo)
            return stored.Evidence;
        var said = PresenceModel.Estimate(PresenceState.TryParse(stored.Presence), PresenceFacts.Of(stored.Peer), now);
        return stored.Evidence.Tried(said.Probability, answered);
    }

    private static StoredPeer Reached(StoredPeer stored, QualityMeasurement measurement, DateTimeOffset now) =>
        measurement is { Address: { } address, Success: not false } ? AddressMemory.Worked(stored, address, now) : stored;

    private static StoredPeer Touch(
        StoredPeer stored, DateTimeOffset now, Func<PresenceState?, PresenceFacts, DateTimeOffset, PresenceState> observe) =>
        stored with
        {
            Peer = stored.Peer with { LastSeen = PeerInstants.Later(stored.Peer.LastSeen, now) },
            Evidence = stored.Evidence.Heard(),
            Presence = observe(PresenceState.TryParse(stored.Presence), PresenceFacts.Of(stored.Peer), now).ToBase64(),
        };
}
