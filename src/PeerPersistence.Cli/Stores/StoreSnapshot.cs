namespace PeerPersistence.Cli;

/// <summary>What a store held at one instant, in memory: whatever is done to it, the store stays as it is.</summary>
/// <param name="Store">All keys and values.</param>
/// <param name="Recovery">What was found damaged, where the kind of store can tell.</param>
internal sealed record StoreSnapshot(InMemoryKeyValueStore Store, StoreRecoveryReport? Recovery = null)
{
    private const int BatchSize = 1000;

    /// <summary>Reads all of a store.</summary>
    public static async Task<StoreSnapshot> OfAsync(
        IKeyValueStore store, StoreRecoveryReport? recovery, CancellationToken cancellationToken)
    {
        var copy = new InMemoryKeyValueStore();
        var batch = new KeyValueBatch();
        await foreach (var (key, value) in store.ScanAsync("", cancellationToken).ConfigureAwait(false))
        {
            batch.Set(key, value);
            if (batch.Changes.Count < BatchSize)
                continue;
            await copy.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
            batch = new();
        }

        await copy.CommitAsync(batch, cancellationToken).ConfigureAwait(false);
        return new(copy, recovery);
    }
}
