namespace PeerPersistence;

/// <summary>What tries and time do to a peer. Pure.</summary>
internal static class RetentionPolicy
{
    /// <summary>Whether the size target must leave a peer alone.</summary>
    public static bool IsActive(PeerSummary peer, RetentionOptions options, DateTimeOffset now) =>
        now - peer.LastSeen <= options.ActiveWithin;

    /// <summary>Whether the calendar says that a peer has been away for long.</summary>
    public static bool IsInactive(PeerSummary peer, RetentionOptions options, DateTimeOffset now) =>
        now - peer.LastSeen > options.InactiveAfter;

    /// <summary>Whether a peer that never connected has failed as often as it may, and its blacklisting is over.</summary>
    public static bool IsGivenUp(PeerSummary peer, RetentionOptions options, DateTimeOffset now) =>
        !peer.IsFriend && !peer.EverConnected && peer.ReconnectionAttempts >= options.FailedAttempts && !peer.IsBlacklisted(now);

    /// <summary>A failed attempt: counted, and from the last one allowed on a peer that never connected is blacklisted.</summary>
    /// <remarks>A friend who is offline over a weekend fails too; that is no verdict on him.</remarks>
    public static PeerData AfterFailure(PeerData peer, RetentionOptions options, DateTimeOffset now)
    {
        var attempts = Saturating.Increment(peer.ReconnectionAttempts);
        var giveUp = attempts >= options.FailedAttempts && peer.ConnectionQuality.SuccessfulConnections == 0;
        return peer with
        {
            ReconnectionAttempts = attempts,
            BlacklistUntil = giveUp
                ? PeerInstants.Later(peer.BlacklistUntil, PeerInstants.Ahead(now, options.BlacklistDuration))
                : peer.BlacklistUntil,
        };
    }

    /// <summary>A connection that stands lifts failures and their blacklisting, not the user's.</summary>
    public static PeerData AfterSuccess(PeerData peer, bool isBlocked) =>
        peer with { ReconnectionAttempts = 0, BlacklistUntil = isBlocked ? peer.BlacklistUntil : null };

    /// <summary>A blacklisting from failures that lasts longer than failures blacklist for: some clock was wrong.</summary>
    public static bool IsBeyond(DateTimeOffset? blacklistUntil, bool isBlocked, RetentionOptions options, DateTimeOffset now) =>
        !isBlocked && blacklistUntil > PeerInstants.Ahead(now, options.BlacklistDuration);

    /// <summary>Cuts it to the setting.</summary>
    public static StoredPeer Cut(StoredPeer stored, RetentionOptions options, DateTimeOffset now) =>
        IsBeyond(stored.Peer.BlacklistUntil, stored.Evidence.IsBlocked, options, now)
            ? stored with { Peer = stored.Peer with { BlacklistUntil = PeerInstants.Ahead(now, options.BlacklistDuration) } }
            : stored;
}
