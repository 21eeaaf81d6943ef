namespace PeerPersistence;

/// <summary>
/// The store refused a change a thousand times in a row, as if another writer had been quicker each time. Nothing was written.
/// </summary>
public sealed class StoreConflictException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What must be, and what was.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public StoreConflictException(string message, Exception? innerException = null) : base(message, innerException) { }
}
