namespace PeerPersistence;

/// <summary>A peer was stored with another public key than the one it has. Nothing was stored.</summary>
/// <remarks>Show it to your user. AcceptKeyAsync takes the new key.</remarks>
public sealed class PublicKeyChangedException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="peerId">Whose key it is.</param>
    public PublicKeyChangedException(string peerId)
        : base($"The public key of peer '{peerId}' must be the stored one, and was another. Show it to the user; AcceptKeyAsync takes it.") => PeerId = peerId;

    /// <summary>Whose key it is.</summary>
    public string PeerId { get; }
}
