namespace PeerPersistence;

/// <summary>Makes the names in a folder durable, and the names of the folders that lead to it.</summary>
/// <remarks>
/// Whoever made a folder may have been killed before its name was durable, so whoever is the first to rely on it makes sure.
/// </remarks>
internal static class StoreFolder
{
    public static void SyncAll(IFileSystem fileSystem, string folder)
    {
        fileSystem.SyncFolder(folder);
        try
        {
            for (var above = Path.GetDirectoryName(folder); above is not null; above = Path.GetDirectoryName(above))
                fileSystem.SyncFolder(above);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            // This user may not look into it, so it is not this user's making.
        }
    }
}
