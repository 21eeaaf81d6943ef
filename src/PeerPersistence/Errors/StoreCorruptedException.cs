namespace PeerPersistence;

/// <summary>The store is not one of ours, or damaged beyond what can be mended. It was left as it is.</summary>
public sealed class StoreCorruptedException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What must be, and what was.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public StoreCorruptedException(string message, Exception? innerException = null) : base(message, innerException) { }
}
