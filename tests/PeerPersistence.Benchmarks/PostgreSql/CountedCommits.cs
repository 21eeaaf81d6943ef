namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>Counts what a store is asked to commit, refused or not.</summary>
internal sealed class CountedCommits(IKeyValueStore store) : DelegatingKeyValueStore(store)
{
    private int _tries;

    public int Tries => Volatile.Read(ref _tries);

    public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _tries);
        return base.CommitAsync(batch, cancellationToken);
    }
}
