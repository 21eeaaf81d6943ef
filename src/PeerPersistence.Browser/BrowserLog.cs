using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>What this package logs; see <see cref="Log"/> for the ids.</summary>
internal static partial class BrowserLog
{
    [LoggerMessage(150, LogLevel.Information, "Brought {Keys} keys from localStorage into IndexedDB.")]
    public static partial void LocalStorageMoved(this ILogger logger, int keys);

    [LoggerMessage(151, LogLevel.Warning,
        "{Keys} keys in localStorage are other than those in IndexedDB, which has peers of its own. Both are left as they are.")]
    public static partial void LocalStorageLeft(this ILogger logger, int keys);
}
