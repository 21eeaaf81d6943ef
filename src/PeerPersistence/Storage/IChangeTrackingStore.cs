namespace PeerPersistence;

/// <summary>The optional ability of a store to tell what was committed, whoever committed it.</summary>
/// <remarks>
/// Several services, or several processes, may work on one store. With this ability a query reads again only what
/// others changed; without it, every query has to scan the store.
/// </remarks>
public interface IChangeTrackingStore : IKeyValueStore
{
    /// <summary>Tells which keys were set or removed since an earlier answer.</summary>
    /// <param name="since">The token of that answer, of this store object; <c>null</c> asks only for the present token.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The keys that changed since, and a new token.</returns>
    /// <exception cref="PeerPersistenceException">The store cannot be read.</exception>
    ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default);
}

/// <summary>What changed in a store since a token.</summary>
/// <param name="Token">
/// Names the state that the answer reaches to, in the store's own way; not empty. The same token again means that nothing changed. Whether
/// another one is newer cannot be seen from it.
/// </param>
/// <param name="Keys">
/// The keys set or removed since, perhaps with some that did not change or were told before; <c>null</c> if the store does not know:
/// scan again.
/// </param>
public readonly record struct StoreChanges(string Token, IReadOnlyCollection<string>? Keys)
{
    /// <summary>
    /// How many commits set or removed something since, be it what was there already; <c>null</c>, the default: it cannot count.
    /// </summary>
    /// <remarks>Never fewer than there were. Who made as many since need not read again: nobody came between. It may be known where
    /// <see cref="Keys"/> are not.</remarks>
    public long? Commits { get; init; }

    /// <summary>
    /// Whether later store objects understand <see cref="Token"/>, too, as long as they are on the same data: it can be kept there. The
    /// default is <c>false</c>.
    /// </summary>
    /// <remarks>Data that were copied to another store, and data that lost a commit, are not the same: there the token must be unknown.
    /// With <c>true</c> a service keeps the summaries of its peers in the store, and opens without reading every record.</remarks>
    public bool IsLasting { get; init; }

    /// <summary>The counts. The token is the store's own, and keys name peers.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{nameof(StoreChanges)} {{ Keys = {Keys?.Count}, Commits = {Commits} }}");
}
