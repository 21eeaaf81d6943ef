namespace PeerPersistence;

/// <summary>A secret cannot be sealed or opened: the master key is missing or wrong, or the platform has no AES-GCM.</summary>
/// <remarks>The stored ciphertext is kept. No new key is made while sealed data exists.</remarks>
public sealed class SecretUnavailableException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What must be, and what was.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public SecretUnavailableException(string message, Exception? innerException = null) : base(message, innerException) { }
}
