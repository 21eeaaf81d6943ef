namespace PeerPersistence.Testing;

/// <summary>A store broke the contract, or was not asked about all of it.</summary>
public sealed class ConformanceException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What must be, and what was.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public ConformanceException(string message, Exception? innerException = null) : base(message, innerException) { }
}
