namespace PeerPersistence.Benchmarks.Storage;

/// <summary>Whatever waits is appended together and synced once.</summary>
internal sealed class BareGroupCommit : ICommitter
{
    private readonly AppendFile _file;
    private readonly GroupLoop _loop;

    public BareGroupCommit(string folder)
    {
        _file = new(folder);
        _loop = new(_file.Append);
    }

    public Task CommitAsync(string key, byte[] value) => _loop.CommitAsync(key, value);

    public ValueTask DisposeAsync()
    {
        _loop.Dispose();
        _file.Dispose();
        return default;
    }
}
