namespace PeerPersistence;

/// <summary>What was to be imported is not an export. Nothing was imported.</summary>
public sealed class ImportFormatException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What must be, and what was.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public ImportFormatException(string message, Exception? innerException = null) : base(message, innerException) { }
}
