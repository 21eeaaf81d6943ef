using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PeerPersistence;

/// <summary>Asks Linux whether anybody else has a file open: it gives a lease to write only where nobody has.</summary>
internal static class UnixLease
{
    private const int SetLease = 1024; // F_SETLEASE
    private const int Write = 1; // F_WRLCK
    private const int Unlock = 2; // F_UNLCK

    /// <summary><c>false</c>: somebody has, or the system does not tell.</summary>
    /// <remarks>The lease is given back at once: whoever holds one is sent a signal when somebody opens the file.</remarks>
    public static bool IsForUsAlone(SafeFileHandle file) => RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && IntPtr.Size == 8
        && Control(file, SetLease, Write) == 0 && Control(file, SetLease, Unlock) == 0;

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static extern int Control(SafeFileHandle file, int command, nint argument);
}
