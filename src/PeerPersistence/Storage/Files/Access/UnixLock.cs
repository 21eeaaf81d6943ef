using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PeerPersistence;

/// <summary>The system's lock on a file itself. .NET's own can be switched off, and is silent if there is none.</summary>
/// <remarks>
/// On Linux a lock of the open file description: it goes with its own descriptor, not with any other of the process, and keeps nobody from
/// reading, as flock would with .NET's readers. Elsewhere flock.
/// </remarks>
internal static class UnixLock
{
    private const int SetOpenFileLock = 37; // F_OFD_SETLK
    private const short Write = 1; // F_WRLCK
    private const short Unlock = 2; // F_UNLCK
    private const int ExclusiveNow = 2 | 4; // LOCK_EX | LOCK_NB
    private const int Release = 8; // LOCK_UN
    private const int AccessDenied = 13;
    private const int InvalidArgument = 22;

    private static readonly bool HasOpenFileLocks = RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && IntPtr.Size == 8;

    /// <summary><c>false</c>: somebody holds it.</summary>
    public static bool TryTake(SafeFileHandle file, string path)
    {
        var whole = new Range { Type = Write };
        if (HasOpenFileLocks && Control(file, SetOpenFileLock, ref whole) == 0)
            return true;
        var error = HasOpenFileLocks ? Marshal.GetLastWin32Error() : InvalidArgument;
        if (error == InvalidArgument)
            error = FLock(file, ExclusiveNow) == 0 ? 0 : Marshal.GetLastWin32Error();
        return error switch
        {
            0 => true,
            AccessDenied or IoErrors.LinuxWouldBlock or IoErrors.AppleWouldBlock => false,
            _ => throw UnixCalls.Error(path, "locked", error),
        };
    }

    /// <summary>Lets it go before the file is closed.</summary>
    /// <remarks>Closing alone is not enough: a process that is just being started has a copy of every descriptor until it runs.</remarks>
    public static void LetGo(SafeFileHandle file)
    {
        var whole = new Range { Type = Unlock };
        if (!HasOpenFileLocks || Control(file, SetOpenFileLock, ref whole) != 0)
            _ = FLock(file, Release); // What is left goes with the last copy.
    }

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Control(SafeFileHandle file, int command, ref Range range);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static extern int FLock(SafeFileHandle file, int operation);

    /// <summary>From <see cref="Start"/> on; a length of zero reaches to the end, wherever that will be.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
