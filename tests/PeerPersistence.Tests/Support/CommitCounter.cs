namespace PeerPersistence.Tests;

/// <summary>Counts what a store is asked to do.</summary>
internal sealed class CommitCounter(IKeyValueStore inner) : DelegatingKeyValueStore(inner)
{
    public int Commits { get; private set; }

    public int ChangedKeys { get; private set; }

    public int Reads { get; private set; }

    public int Scans { get; private set; }

    public override ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        Reads++;
        return base.GetAsync(key, cancellationToken);
    }

    public override ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        Reads += keys.Count;
        return base.GetManyAsync(keys, cancellationToken);
    }

    public override IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, CancellationToken cancellationToken = default)
    {
        Scans++;
        return base.ScanAsync(prefix, cancellationToken);
    }

    public override ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        Commits++;
        ChangedKeys += batch.Changes.Count;
        return base.CommitAsync(batch, cancellationToken);
    }
}
