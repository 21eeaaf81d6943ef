namespace PeerPersistence;

/// <summary>A secret cannot be sealed or opened: the master key is missing or wrong, or the platform has no AES-GCM.</summary>
/// <remarks>The stored ciphertext is kept. No new key is made while sealed data exists.</remarks>
public sealed class SecretUnavailableException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    public SecretUnavailableException(string message, Exception? innerException = null) : base(message, innerException) { }
}
