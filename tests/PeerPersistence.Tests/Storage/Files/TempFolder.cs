namespace PeerPersistence.Tests.Storage.Files;

/// <summary>A folder of its own for each test, gone afterwards.</summary>
public sealed class TempFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("peers-").FullName;

    public string StorePath => Path.Combine(_path, "peers.db");

    public string Combine(params string[] names) => Path.Combine([_path, .. names]);

    public string[] Names => [.. Directory.GetFiles(_path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
