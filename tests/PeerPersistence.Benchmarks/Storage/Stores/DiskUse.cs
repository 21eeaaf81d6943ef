namespace PeerPersistence.Benchmarks.Storage;

/// <summary>What a folder takes on a disk.</summary>
internal static class DiskUse
{
    private const int Block = 4096;

    public static long Of(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => (file.Length + Block - 1) / Block * Block);
}
