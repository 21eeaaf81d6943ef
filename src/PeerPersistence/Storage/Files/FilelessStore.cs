namespace PeerPersistence;

/// <summary>Stands for the file store where there are no files: says so at the first call.</summary>
internal sealed class FilelessStore : IKeyValueStore
{
    public static PeerPersistenceException Refusal =>
        new("A browser has no files. Name a store: PeerPersistence.Browser's UseIndexedDb().");

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default) => throw Refusal;

    public IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, CancellationToken cancellationToken = default) => throw Refusal;

    public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default) => throw Refusal;
}
