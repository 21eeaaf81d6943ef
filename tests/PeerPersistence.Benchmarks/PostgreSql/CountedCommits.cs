namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>Counts what a store is asked to commit, refused or not.</summary>
internal sealed class CountedCommits(IChangeTrackingStore store) : IChangeTrackingStore
{
    private int _tries;

    public int Tries => Volatile.Read(ref _tries);

    public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _tries);
        return store.CommitAsync(batch, cancellationToken);
    }

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) => store.GetAsync(key, cancellationToken);

    public IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(string prefix, CancellationToken cancellationToken = default) =>
        store.ScanAsync(prefix, cancellationToken);

    public ValueTask<StoreChanges> GetChangesAsync(long revision, CancellationToken cancellationToken = default) => store.GetChangesAsync(revision, cancellationToken);
}
