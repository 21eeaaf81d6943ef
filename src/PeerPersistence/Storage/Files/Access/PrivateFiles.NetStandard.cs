#if NETSTANDARD2_1
using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>Creates files and folders that only their owner can read, without a moment in which others can.</summary>
internal static class PrivateFiles
{
    // Octal 600 and 700.
    private const int OwnerOnly = 0x180;
    private const int OwnerOnlyFolder = 0x1C0;

    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
        if (UnixCalls.AreThere && !File.Exists(path))
        {
            Create(path);
            mode = FileMode.Open;
        }

        return new(path, mode, FileAccess.ReadWrite, share, bufferSize: 1);
    }

    public static void CreateFolder(string path)
    {
        if (!UnixCalls.AreThere)
            Directory.CreateDirectory(path);
        else if (MakeFolder(UnixCalls.Encode(path), OwnerOnlyFolder) != 0 && !Directory.Exists(path))
            throw UnixCalls.Error(path, "created");
    }

    private static void Create(string path)
    {
        // Unlike "open", whose mode is a variable argument and passed in another way on some machines.
        var descriptor = Create(UnixCalls.Encode(path), OwnerOnly);
        if (descriptor < 0)
            throw UnixCalls.Error(path, "created");
        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "creat", SetLastError = true)]
    private static extern int Create(byte[] path, uint mode);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);

    [DllImport("libc", EntryPoint = "mkdir", SetLastError = true)]
    private static extern int MakeFolder(byte[] path, uint mode);
}
#endif
