using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>
/// Whether the store's name still leads to the file that is open: others may replace it, delete it, cut it or move its folder.
/// </summary>
/// <remarks>
/// What was written to a file that has lost its name would not be found again, so it is not acknowledged. The file that was put there is
/// left alone. Said once in the log, until it is as it was.
/// </remarks>
internal sealed class StorePlace(IFileSystem fileSystem, StorePaths paths, ILogger logger, TimeProvider time)
{
    /// <summary>How long a store that does not sync goes on without looking.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private long? _lastLook;
    private bool _isTold;
    private int _isDamageTold;

    /// <exception cref="DisplacedFileException">It is another file, or none.</exception>
    /// <exception cref="IOException">It could not be told.</exception>
    public void Verify(FileStatus opened)
    {
        _lastLook = null;
        var problem = fileSystem.Find(paths.Store) switch
        {
            null => "is gone: it was deleted or moved while it was open",
            { HasName: false } => "was deleted while it was open",
            { } found when found.DiffersFrom(opened) => "is not the file that was opened: it was replaced",
            _ => null,
        };
        if (problem is not null)
            Refuse(problem);
        (_lastLook, _isTold) = (time.GetTimestamp(), false);
    }

    /// <summary>As <see cref="Verify"/>, at most once a second while all is well.</summary>
    public void VerifyNowAndThen(FileStatus opened)
    {
        if (_lastLook is not { } last || time.GetElapsedTime(last) >= Patience)
            Verify(opened);
    }

    /// <exception cref="DisplacedFileException">Others wrote to the file, or cut it.</exception>
    public void VerifyLength(long length, long expected)
    {
        if (length != expected)
            Refuse($"must be {expected} bytes long and is {length}: others wrote to it or cut it while it was open");
    }

    /// <summary>A value in the file is damaged. Said once, by whoever reads it first.</summary>
    public void NoteDamage()
    {
        if (Interlocked.Exchange(ref _isDamageTold, 1) == 0)
            FileStoreLog.Rotten(logger);
    }

    private void Refuse(string problem)
    {
        var error = new DisplacedFileException($"The store's file '{paths.Store}' {problem}.");
        if (!_isTold)
            FileStoreLog.Displaced(logger, error);
        _isTold = true;
        throw error;
    }
}
