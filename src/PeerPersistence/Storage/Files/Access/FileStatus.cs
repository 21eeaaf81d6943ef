namespace PeerPersistence;

/// <summary>Which file it is, whatever its names are, and what is to be known about it.</summary>
/// <param name="Identity">Device and number; <c>null</c> where the system does not tell.</param>
/// <param name="Length">In bytes.</param>
/// <param name="HasName">Whether any name leads to it. An open file may have none: it is gone when it is closed.</param>
internal readonly record struct FileStatus((ulong Device, ulong Number)? Identity, long Length, bool HasName = true)
{
    /// <summary>They are two files; <c>false</c> where the system does not tell.</summary>
    public bool DiffersFrom(FileStatus other) => Identity is { } one && other.Identity is { } another && one != another;

    /// <summary>They are one file; <c>false</c> where the system does not tell.</summary>
    public bool IsSureToBe(FileStatus other) => Identity is not null && Identity == other.Identity;
}
