namespace PeerPersistence;

/// <summary>Stands for a browser's store if there is no browser, as on the server that prerenders a page: it is empty, for looking
/// only, and holds nothing that one visitor's page could show to another.</summary>
internal sealed class PrerenderedStore : IReadOnlyStore
{
    public const string Refusal =
        "There is no browser here, as while a page is prerendered. Write from OnAfterRenderAsync, or turn prerendering off. "
        + "Nothing was written.";

    public bool IsReadOnly => true;

    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        cancellationToken.ThrowIfCancellationRequested();
        return new((ReadOnlyMemory<byte>?)null);
    }

    public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        cancellationToken.ThrowIfCancellationRequested();
        await default(ValueTask).ConfigureAwait(false);
        yield break;
    }

    public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        return batch.Changes.Count == 0
            ? new(batch.Expectations.Values.All(value => value is null))
            : throw new PeerPersistenceException(Refusal);
    }
}
