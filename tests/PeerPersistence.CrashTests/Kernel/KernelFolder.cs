namespace PeerPersistence.CrashTests.Kernel;

/// <summary>A folder in memory where there is one, gone when it is disposed of.</summary>
internal sealed class KernelFolder : IDisposable
{
    private static readonly string s_parent = Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath();

    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(s_parent, $"peers-{Guid.NewGuid():N}")).FullName;

    public void Write(IReadOnlyDictionary<string, byte[]> image)
    {
        foreach (var (name, bytes) in image)
        {
            var path = System.IO.Path.Combine(Path, name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
