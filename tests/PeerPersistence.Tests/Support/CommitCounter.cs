namespace PeerPersistence.Tests;

/// <summary>Counts what a store is asked to do.</summary>
internal sealed class CommitCounter(InMemoryKeyValueStore inner) : IChangeTrackingStore
{
    public int Commits { get; private set; }

    public int ChangedKeys { get; private set; }

    public int Reads { get; private set; }

    public int Scans { get; private set; }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        Reads++;
        return inner.GetAsync(key, cancellationToken);
    }

    public IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(string prefix, CancellationToken cancellationToken = default)
    {
        Scans++;
        return inner.ScanAsync(prefix, cancellationToken);
    }

    public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        Commits++;
        ChangedKeys += batch.Changes.Count;
        return inner.CommitAsync(batch, cancellationToken);
    }

    public ValueTask<StoreChanges> GetChangesAsync(long revision, CancellationToken cancellationToken = default) =>
        inner.GetChangesAsync(revision, cancellationToken);
}
