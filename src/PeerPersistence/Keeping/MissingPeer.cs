namespace PeerPersistence;

/// <summary>A peer that the keeper wants, and that is not connected and not being dialled.</summary>
/// <param name="PeerId">The peer.</param>
/// <param name="Reason">Why it is not dialled now.</param>
/// <param name="Until">Until when, if that is known.</param>
public sealed record MissingPeer(string PeerId, MissingReason Reason, DateTimeOffset? Until = null);

/// <summary>Why a peer is not dialled now.</summary>
public enum MissingReason
{
    /// <summary>It is dialled again: after its backoff or its rest, or in the next round.</summary>
    Waiting,

    /// <summary>It is probably not there now. It is dialled again when its hour comes, or at a new address.</summary>
    Unlikely,

    /// <summary>It is blacklisted, or blocked for good.</summary>
    Blocked,

    /// <summary>
    /// <see cref="ConnectionKeeper.DisconnectAsync"/> ended its connection. It is not dialled until it calls, or until
    /// <see cref="ConnectionKeeper.ConnectNowAsync"/>.
    /// </summary>
    Disconnected,
}
