namespace PeerPersistence.Benchmarks.Storage;

/// <summary>Every commit appends and syncs by itself; writers take turns.</summary>
internal sealed class BareAppend(string folder) : ICommitter
{
    private readonly AppendFile _file = new(folder);
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task CommitAsync(string key, byte[] value)
    {
        await _turn.WaitAsync();
        try
        {
            _file.Append([new(key, value)]);
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        _turn.Dispose();
        return default;
    }
}
