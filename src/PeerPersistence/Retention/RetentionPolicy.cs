namespace PeerPersistence;

/// <summary>Who stays and who goes. Pure; a pinned peer never goes.</summary>
internal static class RetentionPolicy
{
    /// <summary>Whether a cleanup removes a peer: not seen for long, or never connected and given up.</summary>
    public static bool IsStale(PeerSummary peer, RetentionOptions options, DateTimeOffset now) =>
        peer.MayGo && (IsInactive(peer, options, now) || IsGivenUp(peer, options, now));

    /// <summary>Whether the size target must leave a peer alone.</summary>
    public static bool IsActive(PeerSummary peer, RetentionOptions options, DateTimeOffset now) =>
        now - peer.LastSeen <= options.ActiveWithin;

    /// <summary>A failed attempt: counted, and from the last one allowed on a peer that never connected is blacklisted.</summary>
    /// <remarks>A friend who is offline over a weekend fails too; that is no verdict on him.</remarks>
    public static PeerData AfterFailure(PeerData peer, RetentionOptions options, DateTimeOffset now)
    {
        var attempts = Saturating.Increment(peer.ReconnectionAttempts);
        var giveUp = attempts >= options.FailedAttempts && peer.ConnectionQuality.SuccessfulConnections == 0;
        return peer with
        {
            ReconnectionAttempts = attempts,
            BlacklistUntil = giveUp ? PeerInstants.Later(peer.BlacklistUntil, PeerInstants.Ahead(now, options.BlacklistDuration)) : peer.BlacklistUntil,
        };
    }

    /// <summary>A connection that stands lifts failures and blacklisting.</summary>
    public static PeerData AfterSuccess(PeerData peer) => peer with { ReconnectionAttempts = 0, BlacklistUntil = null };

    private static bool IsInactive(PeerSummary peer, RetentionOptions options, DateTimeOffset now) =>
        now - peer.LastSeen > options.InactiveAfter;

    /// <summary>Whether a peer that never connected has failed as often as it may, and its blacklisting is over.</summary>
    public static bool IsGivenUp(PeerSummary peer, RetentionOptions options, DateTimeOffset now) =>
        !peer.EverConnected && peer.ReconnectionAttempts >= options.FailedAttempts && !peer.IsBlacklisted(now);
}
