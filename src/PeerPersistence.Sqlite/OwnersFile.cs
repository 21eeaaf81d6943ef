#if !NET8_0_OR_GREATER
using System.Runtime.InteropServices;
using System.Text;
#endif

namespace PeerPersistence;

/// <summary>An empty file on Unix that only its owner can read, from its first instant.</summary>
internal static class OwnersFile
{
#if NET8_0_OR_GREATER
    public static void Create(string path)
    {
        if (!OperatingSystem.IsWindows())
            new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
    }
#else
    private const uint OwnerOnly = 0x180; // octal 600

    public static void Create(string path)
    {
        var descriptor = Create(Encoding.UTF8.GetBytes(path + '\0'), OwnerOnly);
        if (descriptor < 0)
            throw new IOException($"'{path}' could not be created (error {Marshal.GetLastWin32Error()}).");
        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "creat", SetLastError = true)]
    private static extern int Create(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
#endif
}
