namespace PeerPersistence;

/// <summary>There is no room: the disk or a quota is full, or every place is taken by a pinned peer. Nothing was written.</summary>
/// <remarks>What is stored stays readable, and the store takes writes again when there is room.</remarks>
public sealed class StoreFullException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    public StoreFullException(string message, Exception? innerException = null) : base(message, innerException) { }

    /// <summary>The new peers for whom there was no place; empty where a disk or a quota is full.</summary>
    public IReadOnlyList<string> PeerIds { get; init; } = [];

    /// <summary>Whether every place is taken by peers that no cleanup may take.</summary>
    internal bool IsForGood { get; init; }
}
