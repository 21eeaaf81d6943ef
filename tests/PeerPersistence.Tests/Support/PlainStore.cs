namespace PeerPersistence.Tests;

/// <summary>A store without the optional ability to tell what changed.</summary>
internal sealed class PlainStore(IKeyValueStore inner) : IKeyValueStore
{
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) => inner.GetAsync(key, cancellationToken);

    public IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(string prefix, CancellationToken cancellationToken = default) =>
        inner.ScanAsync(prefix, cancellationToken);

    public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) => inner.CommitAsync(batch, cancellationToken);
}
