namespace PeerPersistence.Tests;

/// <summary>Lets something else happen just before one of its calls: before each in turn, if a test counts on.</summary>
internal sealed class DisturbedStore(InMemoryKeyValueStore inner, int call, Func<Task> disturbance) : IChangeTrackingStore
{
    private int _calls;

    /// <summary>Whether there were so many calls.</summary>
    public bool Disturbed => _calls > call;

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        await CountAsync();
        return await inner.GetAsync(key, cancellationToken);
    }

    public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await CountAsync();
        await foreach (var pair in inner.ScanAsync(prefix, cancellationToken))
            yield return pair;
    }

    public async ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        await CountAsync();
        return await inner.CommitAsync(batch, cancellationToken);
    }

    public async ValueTask<StoreChanges> GetChangesAsync(long revision, CancellationToken cancellationToken = default)
    {
        await CountAsync();
        return await inner.GetChangesAsync(revision, cancellationToken);
    }

    private async Task CountAsync()
    {
        if (_calls++ == call)
            await disturbance();
    }
}
