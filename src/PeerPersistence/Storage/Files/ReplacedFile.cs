namespace PeerPersistence;

/// <summary>The store's former file, where a file that is open cannot be replaced: it first steps aside, under a name of its own.</summary>
/// <remarks>
/// A crash between the two renames leaves nothing under the store's name. Then this file is the store: all that was acknowledged is in it.
/// Beside a store it is a leftover.
/// </remarks>
internal static class ReplacedFile
{
    /// <summary>How many former files may have readers at the same time before the next one has to wait.</summary>
    private const int MostLeaving = 4;

    public static void StepAside(IFileSystem fileSystem, StorePaths paths)
    {
        fileSystem.Delete(paths.Replaced);
        fileSystem.Rename(paths.Store, paths.Replaced);
    }

    /// <summary>Nothing has the store's name, and this file is there.</summary>
    public static bool IsAlone(IFileSystem fileSystem, StorePaths paths) =>
        fileSystem.Find(paths.Store) is null && fileSystem.Find(paths.Replaced) is not null;

    /// <summary>Gives it its name back, where nothing has that.</summary>
    public static void Restore(IFileSystem fileSystem, StorePaths paths)
    {
        if (IsAlone(fileSystem, paths))
            fileSystem.Rename(paths.Replaced, paths.Store);
    }

    /// <summary>Deletes it, once the name of the file in its place is durable. Whoever still reads it goes on.</summary>
    /// <remarks>
    /// Where a file keeps its name until its last reader has closed it, the next one that steps aside must not find it taken: so it is
    /// renamed before.
    /// </remarks>
    public static void Remove(IFileSystem fileSystem, StorePaths paths)
    {
        Try(() =>
        {
            if (fileSystem.Find(paths.Replaced) is null || fileSystem.Find(paths.Store) is null)
                return;
            for (var n = 0; n < MostLeaving && !Try(() => fileSystem.Rename(paths.Replaced, paths.Leaving(n))); n++)
            {
                // That name is taken, still.
            }
        });
        for (var n = 0; n < MostLeaving; n++)
            Try(() => fileSystem.Delete(paths.Leaving(n)));
    }

    /// <returns><c>false</c>: not now. The next compaction or opening tries again.</returns>
    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            return false;
        }
    }
}
