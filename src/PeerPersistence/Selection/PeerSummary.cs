namespace PeerPersistence;

/// <summary>What queries and candidates need to know of a peer, without reading its record. Immutable.</summary>
public sealed class PeerSummary
{
    /// <summary>The peer's identifier.</summary>
    public required string PeerId { get; init; }

    /// <inheritdoc cref="PeerData.FirstSeen"/>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <inheritdoc cref="PeerData.LastSeen"/>
    public required DateTimeOffset LastSeen { get; init; }

    /// <inheritdoc cref="PeerData.LastConnected"/>
    public DateTimeOffset? LastConnected { get; init; }

    /// <inheritdoc cref="PeerData.ConnectionQuality"/>
    public required ConnectionQuality ConnectionQuality { get; init; }

    /// <inheritdoc cref="PeerData.ReconnectionAttempts"/>
    public int ReconnectionAttempts { get; init; }

    /// <inheritdoc cref="PeerData.BlacklistUntil"/>
    public DateTimeOffset? BlacklistUntil { get; init; }

    /// <inheritdoc cref="PeerData.IsPinned"/>
    public bool IsPinned { get; init; }

    /// <summary>The score of <see cref="PeerScore.Quality"/>, 0 to 100.</summary>
    public int Quality { get; init; }

    /// <summary>What the presence model remembers; <c>null</c>: nothing yet.</summary>
    internal PresenceState? Presence { get; init; }

    /// <summary>Whether the record carries a sealed secret.</summary>
    internal bool HasSecret { get; init; }

    /// <summary>Whether a connection to the peer ever stood.</summary>
    internal bool EverConnected => ConnectionQuality.SuccessfulConnections > 0;

    /// <summary>Whether no try was ever recorded, whatever came of it.</summary>
    internal bool NeverTried => ConnectionQuality.TotalConnections == 0 && !EverConnected && ReconnectionAttempts == 0 && LastConnected is null;

    /// <summary>Tells networks apart, see <see cref="NetworkGroup"/>; <c>null</c>: not known. No address can be read from it.</summary>
    internal int? Network { get; init; }
}
