using System.ComponentModel;
using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>Which failures of the file system mean what, by the codes the platforms give them.</summary>
internal static class IoErrors
{
    public const int FileTooLarge = 27;

    private const int NoSpace = 28;
    private const int LinuxQuota = 122;
    private const int AppleQuota = 69;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    public const int LinuxWouldBlock = 11;
    public const int AppleWouldBlock = 35;


    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
    private static readonly bool IsLinux = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    /// <summary>A call failed, and nobody knows how far it came. Memory that runs out ends calls as a disk does.</summary>
    public static bool IsIo(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or OutOfMemoryException;

    /// <summary>No room on the disk, no quota left, or the file may not grow.</summary>
    public static bool IsFull(Exception exception) => exception is IOException && exception.HResult is var code
        && (IsWindows
            ? code is WindowsDiskFull or WindowsHandleDiskFull
            : code is NoSpace or FileTooLarge || code == (IsLinux ? LinuxQuota : AppleQuota));

    /// <summary>Somebody else has the file, exclusively.</summary>
    public static bool IsLocked(IOException exception) => exception.HResult is var code
        && (IsWindows
            ? code is HeldFiles.SharingViolation or HeldFiles.LockViolation
            : code == (IsLinux ? LinuxWouldBlock : AppleWouldBlock));

    /// <summary>What a caller whose commit failed is told: an exception of its own, since many may wait for one write.</summary>
    public static Exception ForCommit(Exception cause, bool isTorn)
    {
        if (cause is DisplacedFileException && !isTorn)
            return new PeerPersistenceException($"{cause.Message} Nothing was committed. Open the store again.", cause);
        if (isTorn)
            return new PeerPersistenceException(
                "The store's file could not be written, nor could the attempt be taken back. Whether the commit took place shows when " +
                    "the store is opened again.", cause);
        return IsFull(cause)
            ? new StoreFullException("There is no room for the store's file. Nothing was committed.", cause)
            : new PeerPersistenceException($"The store's file could not be written: {CauseOf(cause)} Nothing was committed.", cause);
    }

    /// <summary>What a caller is told whose commit is in the file, and of which memory holds half or nothing.</summary>
    public static Exception ForUntaken(Exception cause) => new PeerPersistenceException(
        $"The commit was written to the store's file, and could not be taken in: {CauseOf(cause)} Whether it took place shows when the " +
            "store is opened again.", cause);

    /// <summary>What whoever comes after that is told.</summary>
    public static Exception AfterUntaken(Exception cause) => new PeerPersistenceException(
        $"An earlier commit was written to the store's file, and could not be taken in: {CauseOf(cause)} Nothing was committed or read. " +
            "Open the store again.", cause);

    public static Exception ForCompaction(Exception cause) => IsFull(cause)
        ? new StoreFullException("There is no room for a compacted copy of the store's file. The store stays as it was.", cause)
        : new PeerPersistenceException($"The store's file could not be compacted: {CauseOf(cause)} The store stays as it was.", cause);

    /// <summary>What a caller whose opening failed is told.</summary>
    public static Exception ForOpening(string path, Exception cause) => IsFull(cause)
        ? new StoreFullException($"There is no room for the store's file '{path}'.", cause)
        : new PeerPersistenceException($"The store '{path}' could not be opened: {CauseOf(cause)} It was left as it is.", cause);

    /// <summary>What the system says, as a sentence.</summary>
    public static string CauseOf(Exception cause) => cause.Message.TrimEnd('.') + ".";

    /// <summary>The system's words for one of its codes.</summary>
    public static string Describe(int code) => $"{new Win32Exception(code).Message} (error {code})";
}
