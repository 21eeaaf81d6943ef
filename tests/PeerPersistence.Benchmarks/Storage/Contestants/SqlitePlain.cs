namespace PeerPersistence.Benchmarks.Storage;

/// <summary>A transaction for every commit. Writers take turns at one connection, which is quicker than SQLite's own waiting.</summary>
internal sealed class SqlitePlain(string folder) : IRecordStore
{
    private readonly SqliteTable _table = new(folder);
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task CommitAsync(string key, byte[] value)
    {
        await _turn.WaitAsync();
        try
        {
            _table.Set([new(key, value)]);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task FillAsync(IReadOnlyCollection<KeyValuePair<string, byte[]>> records)
    {
        _table.Set(records);
        return Task.CompletedTask;
    }

    public ValueTask<int> GetAsync(string key) => new(_table.Get(key).Length);

    public Task<int> ScanAsync() => Task.FromResult(_table.Scan());

    public ValueTask DisposeAsync()
    {
        _table.Dispose();
        _turn.Dispose();
        return default;
    }
}
