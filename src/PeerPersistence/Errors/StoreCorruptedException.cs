namespace PeerPersistence;

/// <summary>PeerPersistence did not write the store, or it is damaged beyond mending. It was left as it is.</summary>
public sealed class StoreCorruptedException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What must be, and what was.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public StoreCorruptedException(string message, Exception? innerException = null) : base(message, innerException) { }
}
