using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PeerPersistence;

/// <summary>What .NET has no call for on Unix: syncing a folder, syncing data without times, links, the limit on a file's size.</summary>
internal static class UnixCalls
{
    private const int NoEntry = 2;
    private const int Interrupted = 4;
    private const int InvalidArgument = 22;
    private const int ReadOnly = 0;
    private const int FileSizeResource = 1;
    private const int MaxPath = 4096;
    private const uint OwnerOnly = 0x180; // octal 600

    private static readonly bool IsLinux = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    public static readonly bool AreThere =
        !RuntimeInformation.IsOSPlatform(OSPlatform.Windows) && !RuntimeInformation.IsOSPlatform(OSPlatform.Create("BROWSER"));

    /// <summary>Syncs a file's bytes and its size, but not its times. <c>false</c>: use what .NET has.</summary>
    public static bool TrySyncData(SafeFileHandle file, string path)
    {
        if (!IsLinux)
            return false;
        while (FDataSync(file) != 0)
            ThrowUnlessInterrupted(path);
        return true;
    }

    public static void SyncFolder(string path)
    {
        var descriptor = Open(Encode(path), ReadOnly);
        if (descriptor < 0)
            throw Error(path, "opened");
        try
        {
            while (FSync(descriptor) != 0)
                ThrowUnlessInterrupted(path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Opens a file for reading without asking for .NET's lock.</summary>
    public static SafeFileHandle OpenToRead(string path)
    {
        var descriptor = Open(Encode(path), ReadOnly);
        return descriptor < 0 ? throw Error(path, "opened") : new((IntPtr)descriptor, ownsHandle: true);
    }

    /// <summary>Where a link leads to; <c>null</c> where the path is no link, or nothing is there.</summary>
    public static string? ReadLink(string path)
    {
        var target = new byte[MaxPath];
        var length = ReadLink(Encode(path), target, target.Length);
        if (length >= 0)
            return Encoding.UTF8.GetString(target, 0, (int)length);
        var error = Marshal.GetLastWin32Error();
        return error is NoEntry or InvalidArgument ? null : throw Error(path, "looked at", error);
    }

    /// <summary>Replaces what the other name leads to, without looking first.</summary>
    public static void Rename(string from, string to)
    {
        if (Rename(Encode(from), Encode(to)) != 0)
            throw Error(from, $"renamed '{to}'");
    }

    /// <summary>Keeps others from reading it, if it is this user's.</summary>
    public static void TryMakePrivate(SafeFileHandle file) => _ = ChangeMode(file, OwnerOnly);

    /// <summary>The same for what has that name, without opening it: closing it would drop locks that others of the process hold.</summary>
    public static void TryMakePrivate(string path) => _ = ChangeMode(Encode(path), OwnerOnly);

    public static unsafe ulong GetFileSizeLimit()
    {
        // Two words, the limit in force first; room for more, since the word differs in size.
        var limits = stackalloc nuint[8];
        return GetResourceLimit(FileSizeResource, limits) == 0 ? limits[0] : ulong.MaxValue;
    }

    public static byte[] Encode(string path) => Encoding.UTF8.GetBytes(path + '\0');

    public static Exception Error(string path, string done) => Error(path, done, Marshal.GetLastWin32Error());

    public static Exception Error(string path, string done, int code) =>
        new IOException($"'{path}' could not be {done}: {IoErrors.Describe(code)}.", code);

    private static void ThrowUnlessInterrupted(string path)
    {
        if (Marshal.GetLastWin32Error() != Interrupted)
            throw Error(path, "synced");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FSync(int descriptor);

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static extern int FDataSync(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static extern int Rename(byte[] from, byte[] to);

    [DllImport("libc", EntryPoint = "readlink", SetLastError = true)]
    private static extern nint ReadLink(byte[] path, byte[] target, nint length);

    [DllImport("libc", EntryPoint = "chmod", SetLastError = true)]
    private static extern int ChangeMode(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "fchmod", SetLastError = true)]
    private static extern int ChangeMode(SafeFileHandle file, uint mode);

    [DllImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static extern unsafe int GetResourceLimit(int resource, nuint* limits);
}
