namespace PeerPersistence.Benchmarks.Storage;

/// <summary>A file for every key: written beside, synced, renamed. .NET cannot sync the folder, so a power cut may still undo the rename.</summary>
internal sealed class FilePerKey(string folder) : IRecordStore
{
    private int _beside;

    public Task CommitAsync(string key, byte[] value)
    {
        var path = PathOf(key);
        var beside = $"{path}.{Interlocked.Increment(ref _beside)}";
        using (var file = File.OpenHandle(beside, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(file, value, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(beside, path, overwrite: true);
        return Task.CompletedTask;
    }

    public Task FillAsync(IReadOnlyCollection<KeyValuePair<string, byte[]>> records)
    {
        foreach (var (key, value) in records)
            File.WriteAllBytes(PathOf(key), value);
        return Task.CompletedTask;
    }

    public ValueTask<int> GetAsync(string key) => new(File.ReadAllBytes(PathOf(key)).Length);

    public Task<int> ScanAsync()
    {
        var paths = Directory.GetFiles(folder);
        Array.Sort(paths, string.CompareOrdinal);
        return Task.FromResult(paths.Count(path => File.ReadAllBytes(path).Length > 0));
    }

    public ValueTask DisposeAsync() => default;

    private string PathOf(string key) => Path.Combine(folder, key.Replace(':', '-'));
}
