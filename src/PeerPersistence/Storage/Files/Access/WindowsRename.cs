using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PeerPersistence;

/// <summary>
/// A rename as on Unix: it replaces a file that is open. Windows has it from version 10 of 2018 on, on NTFS and ReFS.
/// </summary>
internal static unsafe class WindowsRename
{
    private const int RenameInfoEx = 22;
    private const int Replace = 1;
    private const int PosixSemantics = 2;

    // ERROR_INVALID_FUNCTION, _ACCESS_DENIED, _NOT_SUPPORTED, _INVALID_PARAMETER, _CALL_NOT_IMPLEMENTED. Access is denied where the file
    // system knows the call and cannot replace what is open; where the right is missing, the renames that are tried then say so.
    private static readonly int[] Refusals = [1, 5, 50, 87, 120];

    /// <returns><c>false</c>: not here.</returns>
    public static bool TryReplace(string from, string to)
    {
        using var file = WindowsCalls.TryOpen(from, WindowsCalls.ToDelete);
        if (file.IsInvalid)
            throw WindowsCalls.Error(from, "renamed", Marshal.GetLastWin32Error());

        // FILE_RENAME_INFO: flags, a folder's handle, the name's length in bytes, the name.
        var name = Encoding.Unicode.GetBytes(WindowsCalls.Extend(to));
        var start = 2 * IntPtr.Size + sizeof(int);
        var info = new byte[start + name.Length + sizeof(char)];
        BitConverter.TryWriteBytes(info, Replace | PosixSemantics);
        BitConverter.TryWriteBytes(info.AsSpan(2 * IntPtr.Size), name.Length);
        name.CopyTo(info, start);
        fixed (byte* bytes = info)
        {
            if (SetInformation(file, RenameInfoEx, bytes, info.Length))
                return true;
        }

        var error = Marshal.GetLastWin32Error();
        return Refusals.Contains(error) ? false : throw WindowsCalls.Error(from, $"renamed '{to}'", error);
    }

    [DllImport("kernel32", EntryPoint = "SetFileInformationByHandle", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetInformation(SafeFileHandle file, int kind, byte* info, int length);
}
