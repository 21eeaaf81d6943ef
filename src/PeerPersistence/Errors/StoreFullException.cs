namespace PeerPersistence;

/// <summary>
/// There is no room. Either the disk or a quota is full, or the keys of a file store take 4 GiB; then nothing was written. Or friends have
/// all places; then <see cref="PeerIds"/> were not stored.
/// </summary>
/// <remarks>What is stored stays readable, and the store takes writes again when there is room.</remarks>
public sealed class StoreFullException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What must be, and what was.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public StoreFullException(string message, Exception? innerException = null) : base(message, innerException) { }

    /// <summary>The peers that found no place; the others were stored. Empty if the store itself is full: then none was.</summary>
    public IReadOnlyList<string> PeerIds { get; init; } = [];

    /// <summary>Whether every place is taken by peers that no cleanup may take.</summary>
    internal bool IsForGood { get; init; }
}
