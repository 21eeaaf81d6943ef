namespace PeerPersistence;

/// <summary>What was to be imported is not an export. Nothing was imported.</summary>
public sealed class ImportFormatException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    public ImportFormatException(string message, Exception? innerException = null) : base(message, innerException) { }
}
