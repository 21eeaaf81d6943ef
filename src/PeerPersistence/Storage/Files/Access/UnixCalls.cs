using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PeerPersistence;

/// <summary>What .NET has no call for on Unix: syncing a folder, syncing data without times, the limit on a file's size.</summary>
internal static class UnixCalls
{
    private const int Interrupted = 4;
    private const int ReadOnly = 0;
    private const int FileSizeResource = 1;

    private static readonly bool IsLinux = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    public static readonly bool AreThere =
        !RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && !RuntimeInformation.IsOSPlatform(OSPlatform.Create("BROWSER"));

    /// <summary>Syncs a file's bytes and its size, but not its times. <c>false</c>: use what .NET has.</summary>
    public static bool TrySyncData(SafeFileHandle file)
    {
        if (!IsLinux)
            return false;
        while (FDataSync(file) != 0)
            ThrowUnlessInterrupted("synced");
        return true;
    }

    public static void SyncFolder(string path)
    {
        var descriptor = Open(Encode(path), ReadOnly);
        if (descriptor < 0)
            throw Error("opened");
        try
        {
            while (FSync(descriptor) != 0)
                ThrowUnlessInterrupted("synced");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    public static unsafe ulong GetFileSizeLimit()
    {
        // Two words, the limit in force first; room for more, since the word differs in size.
        var limits = stackalloc nuint[8];
        return GetResourceLimit(FileSizeResource, limits) == 0 ? limits[0] : ulong.MaxValue;
    }

    public static byte[] Encode(string path) => Encoding.UTF8.GetBytes(path + '\0');

    public static IOException Error(string done)
    {
        var code = Marshal.GetLastWin32Error();
        return new IOException($"The store's file or folder could not be {done} (error {code}).", code);
    }

    private static void ThrowUnlessInterrupted(string done)
    {
        if (Marshal.GetLastWin32Error() != Interrupted)
            throw Error(done);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FSync(int descriptor);

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static extern int FDataSync(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static extern unsafe int GetResourceLimit(int resource, nuint* limits);
}
