namespace PeerPersistence;

/// <summary>The store's file is open already, in this process or in another.</summary>
public sealed class StoreLockedException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file that is held.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public StoreLockedException(string path, Exception? innerException = null)
        : base($"The store '{path}' is open already, in this process or in another.", innerException) => Path = path;

    /// <summary>The file that is held.</summary>
    public string Path { get; }
}
