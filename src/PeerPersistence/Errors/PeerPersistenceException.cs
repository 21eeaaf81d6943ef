namespace PeerPersistence;

/// <summary>The base of everything this library throws on its own account.</summary>
/// <remarks>No message holds a secret, a key or an IP address.</remarks>
public class PeerPersistenceException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What must be, and what was.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public PeerPersistenceException(string message, Exception? innerException = null) : base(message, innerException) { }
}
