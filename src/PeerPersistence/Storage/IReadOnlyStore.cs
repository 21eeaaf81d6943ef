namespace PeerPersistence;

/// <summary>The optional ability of a store to be opened for looking only.</summary>
public interface IReadOnlyStore : IKeyValueStore
{
    /// <summary>Whether every commit that changes something is refused with a <see cref="PeerPersistenceException"/>.</summary>
    bool IsReadOnly { get; }
}
