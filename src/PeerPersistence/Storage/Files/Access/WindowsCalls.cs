using System.Runtime.InteropServices;
#if NET8_0_OR_GREATER
using System.Runtime.Versioning;
#endif
using Microsoft.Win32.SafeHandles;

namespace PeerPersistence;

/// <summary>What Windows has beside .NET's calls.</summary>
internal static class WindowsCalls
{
    public const uint ToDelete = 0x10000; // DELETE, which renaming needs, too
    public const uint ToLookAt = 0x80; // FILE_READ_ATTRIBUTES: no sharing mode refuses it

    private const uint ShareAll = 7;
    private const uint OpenExisting = 3;
    private const uint FoldersToo = 0x02000000; // FILE_FLAG_BACKUP_SEMANTICS
    private const int LongestPlainPath = 240;

#if NET8_0_OR_GREATER
    [SupportedOSPlatformGuard("windows")]
#endif
    public static readonly bool AreThere = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>A handle that is invalid where it failed: the last error tells why.</summary>
    public static SafeFileHandle TryOpen(string path, uint access) =>
        CreateFile(Extend(path), access, ShareAll, 0, OpenExisting, FoldersToo, 0);

    /// <summary>The path in the form that may be long.</summary>
    public static string Extend(string path) => path.Length <= LongestPlainPath || path.StartsWith(@"\\?\", StringComparison.Ordinal)
        ? path
        : path.StartsWith(@"\\", StringComparison.Ordinal) ? $@"\\?\UNC{path[1..]}" : $@"\\?\{path}";

    public static IOException Error(string path, string done, int code) =>
        new($"'{path}' could not be {done}: {IoErrors.Describe(code)}.", unchecked((int)0x80070000) | code);

    [DllImport("kernel32", EntryPoint = "CreateFileW", SetLastError = true, CharSet = CharSet.Unicode)]
    private static extern SafeFileHandle CreateFile(
        string path, uint access, uint share, nint security, uint disposition, uint flags, nint template);
}
