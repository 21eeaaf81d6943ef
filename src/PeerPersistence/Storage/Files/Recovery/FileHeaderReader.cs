namespace PeerPersistence;

/// <summary>Tells our files from others, even where the header is damaged.</summary>
internal static class FileHeaderReader
{
    /// <summary>Reads the header; <paramref name="salt"/> is <c>null</c> where only the frames can tell it.</summary>
    /// <exception cref="UnsupportedSchemaVersionException">A newer version wrote it.</exception>
    /// <exception cref="StoreCorruptedException">It is not one of ours.</exception>
    public static void Read(
        FileWindow window, List<DamagedRegion> damaged, out uint version, out uint? salt, CancellationToken cancellationToken)
    {
        (version, salt) = (FileHeader.Version, null);
        for (var offset = 0; offset < FileHeader.CopiesLength; offset += FileHeader.CopyLength)
        {
            if (FileHeader.TryDecode(window.At(offset, FileHeader.CopyLength), out var written, out var found, out var features))
            {
                RefuseNewer(written, features);
                version = salt is null ? written : version;
                salt ??= found;
            }
            else if (offset < window.Length)
            {
                damaged.Add(new(offset, Math.Min(FileHeader.CopyLength, window.Length - offset)));
            }
        }

        if (salt is null && !(window.Length < FileHeader.CopiesLength ? IsBeginning(window)
            : IsOurs(window, ref version, cancellationToken)))
            throw new StoreCorruptedException(
                "The file is not a store of this library, or nothing in it can be read. It was left as it is.");
        if (Math.Min(FileHeader.LengthOf(version), window.Length) is var end && !Zeros.Reach(
            window, FileHeader.CopiesLength, end, cancellationToken))
            damaged.Add(new(FileHeader.CopiesLength, end - FileHeader.CopiesLength));
    }

    private static void RefuseNewer(uint version, uint features)
    {
        if (version > FileHeader.Version)
            throw new UnsupportedSchemaVersionException($"file {version}", $"file {FileHeader.Version}");
        if (features != 0)
            throw new UnsupportedSchemaVersionException($"file {version} with features {features}", $"file {FileHeader.Version}");
    }

    /// <summary>A header cut off in its first copy.</summary>
    private static bool IsBeginning(FileWindow window)
    {
        var start = window.At(0, FileHeader.Magic.Length);
        return FileHeader.Magic.StartsWith(start);
    }

    /// <summary>
    /// Both copies of the header are damaged. Whole frames alone do not make a file ours, they may lie within an archive:
    /// what stands before them must look like a damaged header, too.
    /// </summary>
    private static bool IsOurs(FileWindow window, ref uint version, CancellationToken cancellationToken)
    {
        var scanner = new FrameScanner(window, salt: null);
        var first = scanner.FindNext(FileHeader.CopiesLength, cancellationToken);
        if (first < 0 || !scanner.TryRead(first, out var frame, out _))
            return false;
        version = frame.Version;
        return first == FileHeader.LengthOf(version)
            || HasMagic(window, 0)
            || HasMagic(window, FileHeader.CopyLength)
            || Zeros.Reach(window, 0, first, cancellationToken);
    }

    private static bool HasMagic(FileWindow window, int offset) =>
        window.At(offset, FileHeader.Magic.Length).SequenceEqual(FileHeader.Magic);
}
