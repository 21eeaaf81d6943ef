using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PeerPersistence;

/// <summary>What Unix tells about a file. The answer of .NET's File.Exists cannot tell an error from a file that is not there.</summary>
internal static unsafe class UnixStatus
{
    private const int NoEntry = 2;
    private const int NoSuchCall = 38;
    private const int NotPermitted = 1; // what an old sandbox answers to a call it does not know
    private const int CurrentFolder = -100;
    private const int EmptyPath = 0x1000;
    private const uint Basic = 0x7FF;
    private const int RoomForStatus = 512;

    private static readonly bool IsLinux = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);
    private static readonly bool IsApple = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);
    private static readonly bool IsX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary><c>null</c>: nothing has that name.</summary>
    public static FileStatus? Of(string path)
    {
        var status = stackalloc byte[RoomForStatus];
        fixed (byte* name = UnixCalls.Encode(path))
        {
            if ((IsLinux ? CallLinux(CurrentFolder, name, 0, status) : IsApple ? CallApple(name, status)
                : Unknown(NoSuchCall)) is not { } error)
                return Decode(status);
            if (IsMissing(error))
                error = Access(name, 0) == 0 ? 0 : Marshal.GetLastWin32Error();
            return error switch
            {
                0 => new FileStatus(null, new FileInfo(path).Length),
                NoEntry => null,
                _ => throw UnixCalls.Error(path, "looked at", error),
            };
        }
    }

    public static FileStatus Of(SafeFileHandle file, string path, long length)
    {
        var status = stackalloc byte[RoomForStatus];
        var isHeld = false;
        try
        {
            file.DangerousAddRef(ref isHeld);
            var descriptor = (int)file.DangerousGetHandle();
            var empty = stackalloc byte[1];
            var error = IsLinux ? CallLinux(descriptor, empty, EmptyPath, status) : IsApple ? CallApple(descriptor, status) : NoSuchCall;
            return error is null ? Decode(status) : IsMissing(error.Value) ? new(null, length) : throw UnixCalls.Error(
                path, "looked at", error.Value);
        }
        finally
        {
            if (isHeld)
                file.DangerousRelease();
        }
    }

    private static int? Unknown(int error) => error;

    private static bool IsMissing(int error) => error is NoSuchCall || (IsLinux && error is NotPermitted);

    private static int? CallLinux(int folder, byte* path, int flags, byte* status)
    {
        try
        {
            return StatX(folder, path, flags, Basic, status) == 0 ? null : Marshal.GetLastWin32Error();
        }
        catch (EntryPointNotFoundException)
        {
            // An older musl has no function of that name, its kernel does.
            var number = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => 332, Architecture.Arm64 => 291, _ => 0 };
            if (number == 0)
                return NoSuchCall;
            return Call(number, folder, path, flags, (nint)Basic, status) == 0 ? null : Marshal.GetLastWin32Error();
        }
    }

    private static int? CallApple(byte* path, byte* status) =>
        (IsX64 ? StatX64(path, status) : Stat(path, status)) == 0 ? null : Marshal.GetLastWin32Error();

    private static int? CallApple(int descriptor, byte* status) =>
        (IsX64 ? FStatX64(descriptor, status) : FStat(descriptor, status)) == 0 ? null : Marshal.GetLastWin32Error();

    /// <summary>
    /// Linux: links at 16, owner at 20, mode at 28, number at 32, size at 40, device at 136. Apple: device at 0, mode at 4, links at 6,
    /// number at 8, owner at 16, size at 96.
    /// </summary>
    private static FileStatus Decode(byte* status) => IsLinux
        ? new(
            (*(ulong*)(status + 136), *(ulong*)(status + 32)), *(long*)(status + 40), *(uint*)(status + 16) > 0,
            new FileRights(*(uint*)(status + 20), *(ushort*)(status + 28)))
        : new(
            (*(uint*)status, *(ulong*)(status + 8)), *(long*)(status + 96), *(ushort*)(status + 6) > 0,
            new FileRights(*(uint*)(status + 16), *(ushort*)(status + 4)));

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int StatX(int folder, byte* path, int flags, uint mask, byte* status);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static extern nint Call(nint number, nint folder, byte* path, nint flags, nint mask, byte* status);

    [DllImport("libc", EntryPoint = "stat", SetLastError = true)]
    private static extern int Stat(byte* path, byte* status);

    [DllImport("libc", EntryPoint = "stat$INODE64", SetLastError = true)]
    private static extern int StatX64(byte* path, byte* status);

    [DllImport("libc", EntryPoint = "fstat", SetLastError = true)]
    private static extern int FStat(int descriptor, byte* status);

    [DllImport("libc", EntryPoint = "fstat$INODE64", SetLastError = true)]
    private static extern int FStatX64(int descriptor, byte* status);

    [DllImport("libc", EntryPoint = "access", SetLastError = true)]
    private static extern int Access(byte* path, int mode);
}
