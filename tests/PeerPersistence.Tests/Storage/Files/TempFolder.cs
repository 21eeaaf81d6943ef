namespace PeerPersistence.Tests.Storage.Files;

/// <summary>A folder of its own for each test, gone afterwards.</summary>
public sealed class TempFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("peers-").FullName;

    public string StorePath => Path.Combine(_path, "peers.db");

    public string Combine(params string[] names) => Path.Combine([_path, .. names]);

    public string[] Names => [.. Directory.GetFiles(_path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    /// <summary>The files as they are now, also while a store has them open; the lock, which says nothing, apart.</summary>
    public IEnumerable<byte[]> Contents => Names.Where(name => !name.EndsWith(".lock", StringComparison.Ordinal)).Select(Read);

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private byte[] Read(string name)
    {
        using var file = new FileStream(Combine(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}
