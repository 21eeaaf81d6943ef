using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>
/// Gives a file its name atomically and never over another file, which File.Move cannot: it looks first and renames then.
/// </summary>
internal static class HardLink
{
    private const int AlreadyExists = 17; // EEXIST

    // EPERM, EACCES, EXDEV, EMLINK, ENOSYS, EOPNOTSUPP, and Apple's ENOTSUP and EOPNOTSUPP: what file systems and sandboxes without links
    // answer.
    private static readonly int[] Refusals = [1, 13, 18, 31, 38, 95, 45, 102];

    /// <returns><c>true</c>: the file has the name too; <c>false</c>: another file has it; <c>null</c>: there are no links here.</returns>
    public static bool? TryCreate(string path, string newPath)
    {
        if (!UnixCalls.AreThere)
            return null;
        if (Link(UnixCalls.Encode(path), UnixCalls.Encode(newPath)) == 0)
            return true;
        var error = Marshal.GetLastWin32Error();
        return error == AlreadyExists ? false : Refusals.Contains(error) ? null : throw UnixCalls.Error(path, $"named '{newPath}'", error);
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link(byte[] path, byte[] newPath);
}
