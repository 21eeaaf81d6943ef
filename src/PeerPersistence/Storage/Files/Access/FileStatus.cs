namespace PeerPersistence;

/// <summary>Which file it is, whatever its names are, and what is to be known about it.</summary>
/// <param name="Identity">Device and number; <c>null</c> where the system does not tell.</param>
/// <param name="Length">In bytes.</param>
/// <param name="HasName">Whether any name leads to it. An open file may have none: it is gone when it is closed.</param>
/// <param name="Rights">Whose it is; <c>null</c> where the system does not tell.</param>
internal sealed record FileStatus(
    (ulong Device, ulong Number)? Identity, long Length, bool HasName = true, FileRights? Rights = null)
{
    /// <summary>They are two files; <c>false</c> where the system does not tell.</summary>
    public bool DiffersFrom(FileStatus other) => Identity is { } one && other.Identity is { } another && one != another;

    /// <summary>They are one file; <c>false</c> where the system does not tell.</summary>
    public bool IsSureToBe(FileStatus other) => Identity is not null && Identity == other.Identity;
}

/// <summary>Whose a file is on Unix, and what others may do with it.</summary>
/// <param name="Owner">The user's number.</param>
/// <param name="Mode">The type and the rights.</param>
internal sealed record FileRights(uint Owner, uint Mode)
{
    private const uint TypeMask = 0xF000; // S_IFMT
    private const uint Regular = 0x8000; // S_IFREG
    private const uint Folder = 0x4000; // S_IFDIR

    /// <summary>Whether it is a file, or a folder, which no call takes for one.</summary>
    public bool IsFile => (Mode & TypeMask) is Regular or Folder;
}
