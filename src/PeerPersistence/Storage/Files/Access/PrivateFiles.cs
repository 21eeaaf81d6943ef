#if NET8_0_OR_GREATER
using System.Runtime.Versioning;

namespace PeerPersistence;

/// <summary>Creates files and folders that only their owner can read, without a moment in which others can.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        if (OperatingSystem.IsWindows())
            return OpenOnWindows(path, mode, share);
        return new(path, new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = share,
            BufferSize = 0,
            UnixCreateMode = OwnerOnly,
        });
    }

    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            WindowsPrivacy.CreateFolder(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    // A method of its own: compiling it loads three assemblies.
    [SupportedOSPlatform("windows")]
    private static FileStream OpenOnWindows(string path, FileMode mode, FileShare share) => WindowsPrivacy.Open(path, mode, share);
}
#endif
