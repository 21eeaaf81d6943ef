namespace PeerPersistence;

/// <summary>One stored record cannot be read. It is kept as it is; the others are not affected.</summary>
/// <remarks>To heal the record, store the peer again. To drop it, call <see cref="IPeers.RemovePeerAsync"/>.</remarks>
public sealed class PeerDataCorruptedException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="peerId">The peer whose record cannot be read.</param>
    /// <param name="reason">What is wrong with it.</param>
    public PeerDataCorruptedException(string peerId, string reason)
        : base($"The stored record of peer '{peerId}' cannot be read: {reason}") => PeerId = peerId;

    /// <summary>The peer whose record is damaged.</summary>
    public string PeerId { get; }
}
