using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>
/// Files that a virus scanner, an indexer or a backup has open for a moment: Windows refuses to open, rename or delete them meanwhile.
/// </summary>
internal static class HeldFiles
{
    /// <summary>For how long what is refused is tried again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public const int SharingViolation = unchecked((int)0x80070020);
    public const int LockViolation = unchecked((int)0x80070021);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>Tries until it works or patience is at its end: then what it last failed with is thrown.</summary>
    /// <param name="attempt">Something that may be begun again.</param>
    /// <param name="time">By which it waits between two attempts.</param>
    /// <param name="cancellationToken">Gives up between two attempts.</param>
    public static async Task<T> InsistAsync<T>(Func<Task<T>> attempt, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause + pause < LongestPause ? pause + pause : LongestPause)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (Exception e) when (AreMeant(e) && time.GetElapsedTime(start) + pause <= Patience)
            {
                // Until somebody lets go.
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <remarks>
    /// Windows says of a file that is deleted but still open that the right to it is missing. The lock of a process that was killed goes
    /// when Windows has time for it.
    /// </remarks>
    public static bool AreMeant(Exception exception) => exception switch
    {
        StoreLockedException { InnerException: { } cause } => AreMeant(cause),
        UnauthorizedAccessException => IsWindows,
        IOException { HResult: var code } => code is SharingViolation or LockViolation,
        _ => false,
    };
}
