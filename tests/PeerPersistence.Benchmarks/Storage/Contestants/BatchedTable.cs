namespace PeerPersistence.Benchmarks.Storage;

/// <summary>One writer puts all commits that wait into one batch, which is the quickest way to use most databases.</summary>
internal sealed class BatchedTable : IRecordStore
{
    private readonly ITable _table;
    private readonly GroupLoop _loop;
    private readonly object _gate = new();

    public BatchedTable(ITable table)
    {
        _table = table;
        _loop = new(Set);
    }

    public Task CommitAsync(string key, byte[] value) => _loop.CommitAsync(key, value);

    public Task FillAsync(IReadOnlyCollection<KeyValuePair<string, byte[]>> records)
    {
        Set(records);
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

    private void Set(IEnumerable<KeyValuePair<string, byte[]>> records)
    {
        lock (_gate)
            _table.Set(records);
    }
}
