namespace PeerPersistence;

/// <summary>The optional ability of a store to read many keys at the price of one call.</summary>
/// <remarks>Read through <see cref="StoreAbilities.GetManyAsync"/>, which reads one after the other where a store cannot.</remarks>
public interface IBatchReadingStore : IKeyValueStore
{
    /// <summary>Reads several values.</summary>
    /// <param name="keys">The keys, in any order; a key may be named twice.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A value for each key, in the order of <paramref name="keys"/>; <c>null</c> if it is absent. Each is what
    /// <see cref="IKeyValueStore.GetAsync"/> could have given during the call. They need not be of one instant.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be read.</exception>
    ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken = default);
}
