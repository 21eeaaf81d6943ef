using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>Everything this library logs. Ids are fixed: 1xx storage, 2xx protection, 3xx retention, 4xx reconnection.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Debug, "Opened a store of {Peers} peers.")]
    public static partial void Opened(this ILogger logger, int peers);

    [LoggerMessage(101, LogLevel.Error, "{Records} records cannot be read. They are kept; the other peers are not affected.")]
    public static partial void DamagedRecords(this ILogger logger, int records);

    [LoggerMessage(102, LogLevel.Warning, "Mended {Pages} pages of the index from the records.")]
    public static partial void IndexMended(this ILogger logger, int pages);

    [LoggerMessage(103, LogLevel.Warning, "The store has no room. Cleaning up, then trying once more.")]
    public static partial void StoreFull(this ILogger logger);

    [LoggerMessage(110, LogLevel.Error, "An identity's store did not close well.")]
    public static partial void IdentityNotClosed(this ILogger logger, Exception exception);

    [LoggerMessage(200, LogLevel.Information, "Sealed {Secrets} secrets anew that the original had left under a key beside the data; {Failures} could not be opened and are kept.")]
    public static partial void SecretsResealed(this ILogger logger, int secrets, int failures);

    [LoggerMessage(201, LogLevel.Warning, "The original's secrets stay as they are until the master key can be had.")]
    public static partial void OriginalSecretsKept(this ILogger logger, Exception exception);

    [LoggerMessage(202, LogLevel.Warning, "There is no room to get rid of the bytes of the original's key. The next opening tries again.")]
    public static partial void OriginalTracesKept(this ILogger logger, Exception exception);

    [LoggerMessage(300, LogLevel.Debug, "Evicted {Peers} peers to make room.")]
    public static partial void Evicted(this ILogger logger, int peers);

    [LoggerMessage(301, LogLevel.Debug, "A cleanup removed {Peers} peers.")]
    public static partial void CleanedUp(this ILogger logger, int peers);

    [LoggerMessage(400, LogLevel.Debug, "Reconnected to {Connected} peers; {Failed} tries failed; own outage: {OwnOutage}.")]
    public static partial void Reconnected(this ILogger logger, int connected, int failed, bool ownOutage);
}
