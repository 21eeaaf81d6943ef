namespace PeerPersistence;

/// <summary>A peer was stored with another public key than the one that is known. Nothing was stored.</summary>
/// <remarks>
/// Somebody else may speak for the peer. If its user confirms the new key, call <see cref="IPeerTrust.AcceptKeyAsync"/> and store
/// it again.
/// </remarks>
public sealed class PublicKeyChangedException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="peerId">The peer that shows another key.</param>
    public PublicKeyChangedException(string peerId)
        : base($"The public key of peer '{peerId}' must be the one that is stored, and was another. AcceptKeyAsync changes it.") =>
        PeerId = peerId;

    /// <summary>The peer.</summary>
    public string PeerId { get; }
}
