namespace PeerPersistence;

/// <summary>Earlier spellings of calls, each with what it is today.</summary>
public static class PeerPersistenceSecondNames
{
    /// <summary>Another name of <see cref="IPeerEvents.RecordFailedAttemptAsync"/>.</summary>
    /// <inheritdoc cref="IPeerEvents.RecordFailedAttemptAsync"/>
    public static Task<bool> IncrementReconnectionAttemptsAsync(
        this IPeerEvents peers, string peerId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(peers);
        return peers.RecordFailedAttemptAsync(peerId, cancellationToken);
    }

    /// <summary>
    /// As it was before it took who told it. Today: <see cref="IPeerEvents.ObserveMeshAsync"/> with <c>heardFrom</c> <c>null</c>.
    /// </summary>
    /// <inheritdoc cref="IPeerEvents.ObserveMeshAsync"/>
    public static Task ObserveMeshAsync(
        this IPeerEvents peers, IEnumerable<string> presentPeerIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(peers);
        return peers.ObserveMeshAsync(presentPeerIds, heardFrom: null, cancellationToken);
    }
}
