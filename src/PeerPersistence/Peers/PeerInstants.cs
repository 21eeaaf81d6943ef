namespace PeerPersistence;

/// <summary>Keeps a record's instants sane, whatever clocks do.</summary>
internal static class PeerInstants
{
    /// <summary>How far another clock may be ahead before its instants are taken for now.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    /// <summary>The end of what has no end, to the millisecond that is stored.</summary>
    public static DateTimeOffset Never { get; } = Truncate(DateTimeOffset.MaxValue);

    /// <summary>
    /// Instants left at their default and instants too far ahead become now; all are cut to the millisecond that is stored.
    /// </summary>
    /// <remarks>A blacklisting lies ahead by nature and stays.</remarks>
    public static PeerData Normalize(PeerData peer, DateTimeOffset now)
    {
        var (firstSeen, lastSeen) = (Normalize(peer.FirstSeen, now), Normalize(peer.LastSeen, now));
        var lastConnected = peer.LastConnected is { } connected ? Normalize(connected, now) : (DateTimeOffset?)null;
        var blacklistUntil = peer.BlacklistUntil is { } until ? Truncate(until) : (DateTimeOffset?)null;
        var quality = Normalize(peer.ConnectionQuality, now);
        // Nearly every record is as it should be, and a copy costs as much as a tenth of reading it.
        return AreSame(peer.FirstSeen, firstSeen) && AreSame(peer.LastSeen, lastSeen) && AreSame(peer.LastConnected, lastConnected)
            && AreSame(peer.BlacklistUntil, blacklistUntil) && ReferenceEquals(peer.ConnectionQuality, quality)
            ? peer
            : peer with
            {
                FirstSeen = firstSeen,
                LastSeen = lastSeen,
                LastConnected = lastConnected,
                BlacklistUntil = blacklistUntil,
                ConnectionQuality = quality,
            };
    }

    /// <inheritdoc cref="Normalize(PeerData, DateTimeOffset)"/>
    public static StoredPeer Normalized(StoredPeer stored, DateTimeOffset now) =>
        Normalize(stored.Peer, now) is var peer && ReferenceEquals(peer, stored.Peer) ? stored : stored with { Peer = peer };

    /// <summary>Puts back the instants that an update left as it saw them, so that reading them clamped does not change them.</summary>
    public static PeerData Restore(PeerData stored, PeerData seen, PeerData updated) => updated with
    {
        FirstSeen = updated.FirstSeen == seen.FirstSeen ? stored.FirstSeen : updated.FirstSeen,
        LastSeen = updated.LastSeen == seen.LastSeen ? stored.LastSeen : updated.LastSeen,
        LastConnected = updated.LastConnected == seen.LastConnected ? stored.LastConnected : updated.LastConnected,
        ConnectionQuality = updated.ConnectionQuality with
        {
            LastMeasured = updated.ConnectionQuality.LastMeasured == seen.ConnectionQuality.LastMeasured
                ? stored.ConnectionQuality.LastMeasured
                : updated.ConnectionQuality.LastMeasured,
        },
    };

    public static ConnectionQuality Normalize(ConnectionQuality quality, DateTimeOffset now) =>
        Normalize(quality.LastMeasured, now) is var measured && AreSame(measured, quality.LastMeasured)
            ? quality
            : quality with { LastMeasured = measured };

    public static DateTimeOffset Later(DateTimeOffset? a, DateTimeOffset b) => a > b ? a.Value : b;

    /// <summary>An instant that should lie behind us: now where it is a little ahead, not known where it is far ahead.</summary>
    public static DateTimeOffset? Past(DateTimeOffset? instant, DateTimeOffset now) =>
        IsAhead(instant, now) ? null : instant > now ? now : instant;

    /// <summary>An instant ahead, or the last one there is.</summary>
    public static DateTimeOffset Ahead(DateTimeOffset now, TimeSpan duration) =>
        duration < DateTimeOffset.MaxValue - now ? now + duration : DateTimeOffset.MaxValue;

    /// <summary>Whether any of a record's instants is too far ahead.</summary>
    public static bool IsAhead(PeerData peer, DateTimeOffset now) =>
        IsAhead(peer.FirstSeen, now) || IsAhead(peer.LastSeen, now) || IsAhead(peer.ConnectionQuality.LastMeasured, now)
        || (peer.LastConnected is { } connected && IsAhead(connected, now));

    /// <summary>As it is stored: to the millisecond, UTC, and not before 1970, where a clock may stand.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, instant.ToUnixTimeMilliseconds()));

    private static DateTimeOffset Normalize(DateTimeOffset instant, DateTimeOffset now) => IsAsStored(instant) && instant <= now
        ? instant // As nearly all are.
        : Truncate(instant == default || IsAhead(instant, now) ? now : instant);

    private static bool IsAsStored(DateTimeOffset instant) =>
        instant.Offset == TimeSpan.Zero && instant >= DateTimeOffset.UnixEpoch && instant.Ticks % TimeSpan.TicksPerMillisecond == 0;

    /// <summary>The instant and its offset.</summary>
    private static bool AreSame(DateTimeOffset? a, DateTimeOffset? b) =>
        a is { } one && b is { } other ? one.EqualsExact(other) : a is null && b is null;

    // A difference never overflows; a sum at the end of time does.
    private static bool IsAhead(DateTimeOffset? instant, DateTimeOffset now) => instant - now > Tolerance;
}
