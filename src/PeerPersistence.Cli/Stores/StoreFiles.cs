namespace PeerPersistence.Cli;

/// <summary>Files as places of stores. A mistyped path must not become a new store.</summary>
internal static class StoreFiles
{
    public static void ThrowIfMissing(string path, IStoreScheme scheme)
    {
        if (Directory.Exists(path))
            throw ToolException.Store($"There is no store at {new StoreAddress(scheme, path)}: it is a folder.");
        if (new FileInfo(path) is not { Exists: true } file)
            throw ToolException.Store($"There is no store at {new StoreAddress(scheme, path)}.");
        if (file.Length == 0)
            throw ToolException.Store($"The file at {new StoreAddress(scheme, path)} is empty: no store yet.");
    }
}
