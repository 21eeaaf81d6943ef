namespace PeerPersistence.Testing;

/// <summary>A store broke the contract, or was not asked about all of it.</summary>
public sealed class ConformanceException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    public ConformanceException(string message, Exception? innerException = null) : base(message, innerException) { }
}
