using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>Gives a file its name atomically and never over another file, which File.Move cannot: it looks first and renames then.</summary>
internal static class HardLink
{
    private const int AlreadyExists = 17; // EEXIST

    /// <returns><c>true</c>: the file has the name too; <c>false</c>: another file has it; <c>null</c>: there are no links here.</returns>
    public static bool? TryCreate(string path, string newPath)
    {
        if (!UnixCalls.AreThere)
            return null;
        if (Link(UnixCalls.Encode(path), UnixCalls.Encode(newPath)) == 0)
            return true;
        return Marshal.GetLastWin32Error() == AlreadyExists ? false : null;
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link(byte[] path, byte[] newPath);
}
