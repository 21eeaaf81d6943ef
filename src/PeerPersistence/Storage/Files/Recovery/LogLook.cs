namespace PeerPersistence;

/// <summary>Reads a file that another process may be writing to, and changes nothing.</summary>
/// <remarks>
/// A commit of which a part was written looks like damage, at the file's end or, where more was written while it was read, before it.
/// Damage stays where it is; commits are whole a moment later. So damage is what two looks find at the same place.
/// </remarks>
internal static class LogLook
{
    private const int MostLooks = 8;

    public static (IFile File, RecoveredLog Log) Read(
        IFileSystem fileSystem, StorePaths paths, bool allowSharedFile, CancellationToken cancellationToken)
    {
        RecoveredLog? before = null;
        for (var looks = 1; ; looks++)
        {
            var file = Open(fileSystem, paths);
            try
            {
                // First: what others could have written is not even read.
                if (!allowSharedFile)
                    UnixTrust.Verify(file.Status.Rights, paths.Store);
                var log = LogReader.Read(file, cancellationToken);
                if (IsSettled(log, before) || looks == MostLooks)
                    return (file, log);
                before = log;
            }
            catch (EndOfStreamException) when (looks < MostLooks)
            {
                // Its owner has cut something off, or given back what it did not need.
            }
            catch
            {
                file.Dispose();
                throw;
            }

            file.Dispose();
        }
    }

    private static IFile Open(IFileSystem fileSystem, StorePaths paths)
    {
        try
        {
            return fileSystem.Open(paths.Store, FileAccess.Read);
        }
        catch (FileNotFoundException)
        {
            // Its owner is exchanging it, or was killed at it.
            return TryOpen(fileSystem, paths.Replaced) ?? fileSystem.Open(paths.Store, FileAccess.Read);
        }
    }

    private static IFile? TryOpen(IFileSystem fileSystem, string path)
    {
        try
        {
            return fileSystem.Open(path, FileAccess.Read);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static bool IsSettled(RecoveredLog log, RecoveredLog? before)
    {
        if (log.Damaged.Count == 0 && log.Tail is null)
            return true;
        if (before?.Salt != log.Salt || log.DamagedBeforeEnd.Except(before.Damaged).Any())
            return false;
        if (log.Tail is null)
            return true;
        if (log.End <= before.End)
            return false;
        log.ForgetTail(); // The end has moved on: this is the next commit on its way.
        return true;
    }
}
