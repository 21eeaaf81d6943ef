namespace PeerPersistence;

/// <summary>Keeps what is cut out of the file in a file beside it.</summary>
internal static class DamagedBytes
{
    private const int PieceLength = 64 * 1024;

    /// <summary>Returns the path of the file that now holds the bytes, durably; <c>null</c> if there are none.</summary>
    public static string? SetAside(IFileSystem fileSystem, StorePaths paths, IFile source, IReadOnlyList<DamagedRegion> regions)
    {
        if (regions.Count == 0)
            return null;
        var path = FreeName(fileSystem, paths);
        try
        {
            using var target = fileSystem.Create(path);
            Copy(source, regions, target);
            target.Sync();
        }
        catch (Exception)
        {
            TryDelete(fileSystem, path);
            throw;
        }

        fileSystem.SyncFolder(paths.Folder);
        return path;
    }

    /// <summary>Deletes all that was ever set aside.</summary>
    public static void Delete(IFileSystem fileSystem, StorePaths paths)
    {
        for (var n = 1; fileSystem.Find(paths.Damaged(n)) is not null; n++)
            fileSystem.Delete(paths.Damaged(n));
    }

    private static string FreeName(IFileSystem fileSystem, StorePaths paths)
    {
        var n = 1;
        while (fileSystem.Find(paths.Damaged(n)) is not null)
            n++;
        return paths.Damaged(n);
    }

    private static void Copy(IFile source, IReadOnlyList<DamagedRegion> regions, IFile target)
    {
        var piece = new byte[PieceLength];
        var written = 0L;
        foreach (var (offset, length) in regions)
        {
            for (long done = 0; done < length;)
            {
                var read = source.Read(offset + done, piece.AsSpan(0, (int)Math.Min(piece.Length, length - done)));
                if (read == 0)
                    throw new EndOfStreamException("The store's file became shorter while it was read.");
                target.Write(written, piece.AsSpan(0, read));
                (done, written) = (done + read, written + read);
            }
        }
    }

    private static void TryDelete(IFileSystem fileSystem, string path)
    {
        try
        {
            fileSystem.Delete(path);
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            // A part of the bytes lies beside; the store still holds them all.
        }
    }
}
