namespace PeerPersistence.Benchmarks.Storage;

/// <summary>A store of this library, through its public face.</summary>
internal sealed class KeyValueContestant(IKeyValueStore store) : IRecordStore
{
    public Task CommitAsync(string key, byte[] value) => store.CommitAsync(new KeyValueBatch().Set(key, value)).AsTask();

    public async Task FillAsync(IReadOnlyCollection<KeyValuePair<string, byte[]>> records)
    {
        var batch = new KeyValueBatch();
        foreach (var (key, value) in records)
            batch.Set(key, value);
        await store.CommitAsync(batch);
    }

    public async ValueTask<int> GetAsync(string key) => (await store.GetAsync(key))!.Value.Length;

    public async Task<int> ScanAsync()
    {
        var count = 0;
        await foreach (var _ in store.ScanAsync(""))
            count++;
        return count;
    }

    public ValueTask DisposeAsync() => ((IAsyncDisposable)store).DisposeAsync();
}
