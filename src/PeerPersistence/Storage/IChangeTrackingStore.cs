namespace PeerPersistence;

/// <summary>The optional ability of a store to tell what was committed, whoever committed it.</summary>
/// <remarks>
/// Several services, or several processes, may work on one store. With this ability a query reads again only what
/// others changed; without it, every query has to scan the store.
/// </remarks>
public interface IChangeTrackingStore : IKeyValueStore
{
    /// <summary>Tells which keys were set or removed after <paramref name="revision"/>.</summary>
    /// <param name="revision">What an earlier call returned; 0 asks only for the present revision.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<StoreChanges> GetChangesAsync(long revision, CancellationToken cancellationToken = default);
}

/// <summary>What changed in a store since a revision.</summary>
/// <param name="Revision">The revision that the answer reaches to, at least 1; it grows with every commit that changes something.</param>
/// <param name="Keys">The keys set or removed since, or <c>null</c> where the store no longer knows: scan again.</param>
public readonly record struct StoreChanges(long Revision, IReadOnlyCollection<string>? Keys);
