using SQLitePCL;

namespace PeerPersistence;

/// <summary>
/// Whether the names still lead to the files that SQLite has open: others may replace or delete them, or move their folder.
/// </summary>
/// <remarks>
/// What was written to a file that has lost its name would not be found again, so it is not acknowledged. The files that were put there are
/// left alone. Windows lets nobody take away a file that is open.
/// </remarks>
internal sealed class SqlitePlace
{
    private readonly string _path;
    private readonly string _log;
    private readonly FileStatus? _database;
    private FileStatus? _openLog;

    public SqlitePlace(SqliteSession session, string path)
    {
        // SQLite keeps the log beside the file itself, not beside a link to it.
        _log = raw.sqlite3_db_filename(session.Database, "main").utf8_to_string() + "-wal";
        _path = path;
        _database = UnixCalls.AreThere ? UnixStatus.Of(path) : null;
    }

    /// <summary>Whether <see cref="Verify"/> finds nothing.</summary>
    public bool IsSame
    {
        get
        {
            try
            {
                Verify();
                return true;
            }
            catch (PeerPersistenceException)
            {
                return false;
            }
        }
    }

    /// <summary>Called when the log is open, as it is once anything was read or written.</summary>
    /// <exception cref="PeerPersistenceException">Another file is there, or none; or it could not be told.</exception>
    public void Verify()
    {
        if (!UnixCalls.AreThere)
            return;
        try
        {
            VerifyFile(_path, _database);
            VerifyFile(_log, _openLog ??= UnixStatus.Of(_log));
        }
        catch (Exception unknown) when (unknown is IOException or OutOfMemoryException)
        {
            throw new PeerPersistenceException(
                $"Nothing is acknowledged: it cannot be told whether the files are still there. {unknown.Message}", unknown);
        }
    }

    private static void VerifyFile(string path, FileStatus? opened)
    {
        if (opened is not { } file || UnixStatus.Of(path) is not { HasName: true } found || found.DiffersFrom(file))
        {
            throw new PeerPersistenceException(
                $"The file '{path}' was replaced, moved or deleted while it was open. Nothing is acknowledged any more; open the store " +
                    "again.");
        }
    }
}
