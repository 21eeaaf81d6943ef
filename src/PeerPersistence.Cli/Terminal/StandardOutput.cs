using Microsoft.Win32.SafeHandles;

namespace PeerPersistence.Cli;

/// <summary>Standard output that tells when nobody reads it any more.</summary>
/// <remarks>.NET's own console keeps quiet about it: <c>peers watch | head -1</c> would never end.</remarks>
internal static class StandardOutput
{
    private const int Handle = 1;
    private const int BrokenPipe = 32; // EPIPE, on Linux and macOS.

    public static TextWriter Open()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
            return Console.Out;
        try
        {
            // Only a pipe: in a file, a stream of its own would not move on the place at which others go on writing.
            var stream = new FileStream(new SafeFileHandle(Handle, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return stream.CanSeek ? Console.Out : new StreamWriter(stream) { AutoFlush = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Console.Out; // It is closed, which the first write will tell.
        }
    }

    public static bool IsNotRead(Exception exception) => exception is IOException { HResult: BrokenPipe };
}
