using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PeerPersistence;

/// <summary>What Windows tells about a file. Its attributes alone would not tell one file from another.</summary>
internal static unsafe class WindowsStatus
{
    private const int FileNotFound = 2;
    private const int PathNotFound = 3;
    private const int StandardInfo = 1;
    private const int IdInfo = 18;
    private const int Length = 24; // of either

    /// <summary><c>null</c>: nothing has that name.</summary>
    public static FileStatus? Of(string path)
    {
        using var file = WindowsCalls.TryOpen(path, WindowsCalls.ToLookAt);
        if (!file.IsInvalid)
            return Of(file, path);
        var error = Marshal.GetLastWin32Error();
        return error is FileNotFound or PathNotFound ? null : throw WindowsCalls.Error(path, "looked at", error);
    }

    public static FileStatus Of(SafeFileHandle file, string path)
    {
        var bytes = stackalloc byte[Length];
        if (!GetInformation(file, StandardInfo, bytes, Length))
            throw WindowsCalls.Error(path, "looked at", Marshal.GetLastWin32Error());

        // Length at 8, links at 16, whether it is deleted once it is closed at 20.
        var (length, hasName) = (*(long*)(bytes + 8), *(uint*)(bytes + 16) > 0 && bytes[20] == 0);

        // The volume, then 16 bytes of which NTFS needs 8. Some file systems and networks do not tell, or say zero, which means nothing.
        if (!GetInformation(file, IdInfo, bytes, Length))
            return new(null, length, hasName);
        var (volume, low, high) = (*(ulong*)bytes, *(ulong*)(bytes + 8), *(ulong*)(bytes + 16));
        return new((low | high) == 0 ? null : (volume ^ high, low), length, hasName);
    }

    [DllImport("kernel32", EntryPoint = "GetFileInformationByHandleEx", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetInformation(SafeFileHandle file, int kind, byte* info, int length);
}
