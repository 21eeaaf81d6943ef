namespace PeerPersistence;

/// <summary>The optional ability of a store to get rid of the bytes of what was removed or replaced.</summary>
/// <remarks>Used after everything was cleared: who logs out wants nothing left on the disk.</remarks>
public interface ICompactingStore : IKeyValueStore
{
    /// <summary>Keeps the live data only.</summary>
    /// <param name="cancellationToken">Gives up; the store stays as it was.</param>
    /// <exception cref="StoreFullException">There is no room to compact in; the store stays as it was.</exception>
    Task CompactAsync(CancellationToken cancellationToken = default);
}
