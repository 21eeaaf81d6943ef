namespace PeerPersistence.Benchmarks.Storage;

/// <summary>A folder beside the program, on its disk: the system's temporary folder may be no disk at all.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(
        System.IO.Path.Combine(AppContext.BaseDirectory, "storage-" + Guid.NewGuid().ToString("N"))).FullName;

    public string Sub(string name) => Directory.CreateDirectory(System.IO.Path.Combine(Path, name.Replace(' ', '-'))).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
