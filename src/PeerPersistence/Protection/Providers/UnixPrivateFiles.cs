using System.Runtime.InteropServices;
using System.Text;

namespace PeerPersistence;

/// <summary>The few system calls that .NET does not offer on every runtime. None of the signatures has a variable part.</summary>
internal static unsafe class UnixPrivateFiles
{
    public const int AlreadyExists = 17; // EEXIST, the same everywhere
    private const int NotPossibleHere = 22; // EINVAL: this file system does not sync folders

    /// <summary>Creates a file of mode 0600 whose name is <paramref name="path"/> and six more characters, and opens it to write.</summary>
    public static (IntPtr Descriptor, string Path) CreatePrivateFile(string path)
    {
        var template = Terminated(path + "XXXXXX");
        int descriptor;
        fixed (byte* name = template)
            descriptor = mkstemp(name);
        if (descriptor < 0)
            throw Failure("create a file in", Path.GetDirectoryName(path));
        return ((IntPtr)descriptor, Encoding.UTF8.GetString(template, 0, template.Length - 1));
    }

    /// <summary>Creates a folder of mode 0700; nothing happens where it exists.</summary>
    public static void CreatePrivateFolder(string path)
    {
        fixed (byte* name = Terminated(path))
        {
            if (mkdir(name, 0x1C0) != 0 && Marshal.GetLastWin32Error() != AlreadyExists)
                throw Failure("create the folder", path);
        }
    }

    /// <summary>Gives a file a second name, atomically and never over another file.</summary>
    /// <returns>0 or the error number.</returns>
    public static int Link(string path, string newPath)
    {
        fixed (byte* name = Terminated(path), newName = Terminated(newPath))
            return link(name, newName) == 0 ? 0 : Marshal.GetLastWin32Error();
    }

    /// <summary>Makes the names in a folder durable.</summary>
    public static void SyncFolder(string path)
    {
        fixed (byte* name = Terminated(path))
        {
            var descriptor = open(name, 0);
            if (descriptor < 0)
                throw Failure("open the folder", path);
            var failed = fsync(descriptor) != 0 && Marshal.GetLastWin32Error() != NotPossibleHere;
            _ = close(descriptor);
            if (failed)
                throw new IOException($"Cannot sync the folder '{path}'.");
        }
    }

    private static byte[] Terminated(string path) => Encoding.UTF8.GetBytes(path + '\0');

    private static IOException Failure(string what, string? path) => new($"Cannot {what} '{path}' (error {Marshal.GetLastWin32Error()}).");

#pragma warning disable IDE1006 // The names are the system's.
    [DllImport("libc", SetLastError = true)]
    private static extern int mkstemp(byte* template);

    [DllImport("libc", SetLastError = true)]
    private static extern int mkdir(byte* path, uint mode);

    [DllImport("libc", SetLastError = true)]
    private static extern int link(byte* path, byte* newPath);

    [DllImport("libc", SetLastError = true)]
    private static extern int open(byte* path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int fsync(int descriptor);

    [DllImport("libc")]
    private static extern int close(int descriptor);
}
