using System.Runtime.InteropServices;
using System.Text;

namespace PeerPersistence.Tests;

/// <summary>Rights and owners of files, as only Unix has them.</summary>
internal static class UnixFiles
{
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode Readable = Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>A user that is not this one.</summary>
    public const uint Another = 12345;

    public static void Give(string path, uint user)
    {
        if (Chown(Encoding.UTF8.GetBytes(path + '\0'), user, uint.MaxValue) != 0)
            throw new IOException($"'{path}' could not be given away (error {Marshal.GetLastWin32Error()}).");
    }

    public static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    public static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    [DllImport("libc", EntryPoint = "chown", SetLastError = true)]
    private static extern int Chown(byte[] path, uint user, uint group);
}

/// <summary>For Unix.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "Needs a Unix." : null;
}

/// <summary>For Unix.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Needs a Unix." : null;
}

/// <summary>For who may give files away.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute() => Skip = OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess ? "Needs root, which may give files away." : null;
}
