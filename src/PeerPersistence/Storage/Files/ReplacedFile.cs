namespace PeerPersistence;

/// <summary>The store's former file, where a file that is open cannot be replaced: it first steps aside, under a name of its own.</summary>
/// <remarks>
/// A crash between the two renames leaves nothing under the store's name. Then this file is the store: all that was acknowledged is in it.
/// Beside a store it is a leftover.
/// </remarks>
internal static class ReplacedFile
{
    public static void StepAside(IFileSystem fileSystem, StorePaths paths)
    {
        fileSystem.Delete(paths.Replaced);
        fileSystem.Rename(paths.Store, paths.Replaced);
    }

    /// <summary>Gives it its name back, where nothing has that.</summary>
    public static void Restore(IFileSystem fileSystem, StorePaths paths)
    {
        if (fileSystem.Find(paths.Store) is null && fileSystem.Find(paths.Replaced) is not null)
            fileSystem.Rename(paths.Replaced, paths.Store);
    }

    /// <summary>Deletes it, once the name of the file in its place is durable. Whoever still reads it goes on.</summary>
    public static void Remove(IFileSystem fileSystem, StorePaths paths)
    {
        try
        {
            if (fileSystem.Find(paths.Replaced) is null || fileSystem.Find(paths.Store) is null)
                return;

            // Where a file keeps its name until its last reader has closed it, the next one that steps aside must not find it taken.
            var gone = $"{paths.Replaced}.{Guid.NewGuid():N}";
            fileSystem.Rename(paths.Replaced, gone);
            fileSystem.Delete(gone);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            // The next compaction or opening deletes it.
        }
    }
}
