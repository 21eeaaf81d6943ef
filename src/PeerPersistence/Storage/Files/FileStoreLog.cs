using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>What a file store logs; events 110 to 119.</summary>
internal static partial class FileStoreLog
{
    [LoggerMessage(110, LogLevel.Error,
        "The store's file was damaged: {CommitsLost} commits lost, {BytesCut} bytes set aside in {DamagedBytesPath}")]
    public static partial void Damaged(ILogger logger, long commitsLost, long bytesCut, string? damagedBytesPath);

    [LoggerMessage(111, LogLevel.Warning, "The store's file could not be compacted; it goes on growing for now")]
    public static partial void CompactionFailed(ILogger logger, Exception exception);

    [LoggerMessage(112, LogLevel.Debug, "Opened the store's file: {Frames} frames read.")]
    public static partial void Opened(ILogger logger, long frames);

    [LoggerMessage(113, LogLevel.Error, "Nothing is committed any more until the file is back or the store is opened again")]
    public static partial void Displaced(ILogger logger, Exception exception);

    [LoggerMessage(114, LogLevel.Information,
        "The beginning of a commit that was never finished nor acknowledged was cut off the store's file: {Bytes} bytes")]
    public static partial void Unfinished(ILogger logger, long bytes);

    [LoggerMessage(115, LogLevel.Error,
        "A value was damaged in the store's file after it was opened, and perhaps others; the next opening sets their bytes aside")]
    public static partial void Rotten(ILogger logger);
}
