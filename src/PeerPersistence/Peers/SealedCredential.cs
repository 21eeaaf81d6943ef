namespace PeerPersistence;

/// <summary>A TURN credential as it is stored.</summary>
/// <param name="Envelope">Sealed, opaque here: what cannot be opened is carried along untouched.</param>
/// <param name="Revision">Counts the credentials this server has had, so that an old envelope put back does not open.</param>
internal sealed record SealedCredential(string Envelope, long Revision)
{
    /// <summary>No ciphertext.</summary>
    public override string ToString() => nameof(SealedCredential);
}
