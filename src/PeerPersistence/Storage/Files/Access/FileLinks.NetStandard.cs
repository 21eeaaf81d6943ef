#if NETSTANDARD2_1
using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>The following of links of newer runtimes, on Unix.</summary>
internal static class FileLinks
{
    extension(FileSystemInfo file)
    {
        /// <summary>Where a link in the end leads to; a file that is none leads to itself.</summary>
        public string? LinkTarget
        {
            get
            {
                var found = UnixCalls.AreThere ? RealPath(UnixCalls.Encode(file.FullName), IntPtr.Zero) : IntPtr.Zero;
                var target = Marshal.PtrToStringUTF8(found);
                Free(found);
                return target;
            }
        }

        public FileSystemInfo? ResolveLinkTarget(bool returnFinalTarget) =>
            returnFinalTarget && file.LinkTarget is { } target ? new FileInfo(target) : null;
    }

    [DllImport("libc", EntryPoint = "realpath")]
    private static extern IntPtr RealPath(byte[] path, IntPtr buffer);

    [DllImport("libc", EntryPoint = "free")]
    private static extern void Free(IntPtr memory);
}
#endif
