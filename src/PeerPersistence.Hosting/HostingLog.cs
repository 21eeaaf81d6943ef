using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>What hosting logs; events 500 to 599.</summary>
internal static partial class HostingLog
{
    [LoggerMessage(
        500, LogLevel.Debug,
        "Maintenance removed {Removed} peers and lifted {BlacklistsLifted} blacklistings; compacted: {Compacted}.")]
    public static partial void Maintained(this ILogger logger, int removed, int blacklistsLifted, bool compacted);

    [LoggerMessage(501, LogLevel.Warning, "Maintenance failed: {Reason} It is tried again.")]
    public static partial void MaintenanceFailed(this ILogger logger, string reason);

    [LoggerMessage(502, LogLevel.Debug, "Maintenance failed for the {Failures}. time in a row: {Reason}")]
    public static partial void MaintenanceFailedAgain(this ILogger logger, int failures, string reason);

    [LoggerMessage(503, LogLevel.Information, "Maintenance works again, after {Failures} failures.")]
    public static partial void ReachedAgain(this ILogger logger, int failures);

    [LoggerMessage(504, LogLevel.Warning, "The last commits could not be flushed at shutdown: {Reason}")]
    public static partial void NotFlushed(this ILogger logger, string reason);
}
