namespace PeerPersistence.Benchmarks.Storage;

/// <summary>One writer puts all commits that wait into one transaction.</summary>
internal sealed class SqliteBatched : IRecordStore
{
    private readonly SqliteTable _table;
    private readonly GroupLoop _loop;

    public SqliteBatched(string folder)
    {
        _table = new(folder);
        _loop = new(_table.Set);
    }

    public Task CommitAsync(string key, byte[] value) => _loop.CommitAsync(key, value);

    public Task FillAsync(IReadOnlyCollection<KeyValuePair<string, byte[]>> records)
    {
        _table.Set(records);
        return Task.CompletedTask;
    }

    public ValueTask<int> GetAsync(string key) => new(_table.Get(key).Length);

    public Task<int> ScanAsync() => Task.FromResult(_table.Scan());

    public ValueTask DisposeAsync()
    {
        _loop.Dispose();
        _table.Dispose();
        return default;
    }
}
