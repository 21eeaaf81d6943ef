namespace PeerPersistence;

/// <summary>The optional ability of a store to get rid of the bytes of what was removed or replaced.</summary>
/// <remarks>The service uses it after it cleared everything: after a logout nothing must be left on the disk.</remarks>
public interface ICompactingStore : IKeyValueStore
{
    /// <summary>Rewrites the store, so that only the live data is left.</summary>
    /// <param name="cancellationToken">Gives up; the store stays as it was.</param>
    /// <returns>A task that ends when only the live data is left.</returns>
    /// <exception cref="StoreFullException">There is no room to compact in; the store stays as it was.</exception>
    Task CompactAsync(CancellationToken cancellationToken = default);
}
