using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PeerPersistence;

/// <summary>Counts the bytes of values that are read at once: rows made to share their pages may be more than the database.</summary>
/// <remarks>Who asks for the same key again and again gets it so often, within ten times the database.</remarks>
internal sealed class RoomForValues(SqliteSession session)
{
    private const long Always = 16 * 1024 * 1024;
    private const int Times = 10;

    private long _taken;
    private long _most;

    /// <exception cref="SqliteException">The database is damaged.</exception>
    public void Take(int bytes)
    {
        if ((_taken += bytes) <= Always)
            return;
        if (_most == 0)
            _most = Times * session.Integer("PRAGMA page_count") * session.Integer("PRAGMA page_size");
        if (_taken > Math.Max(Always, _most))
            throw new SqliteException("The rows of the database are longer than it is.", raw.SQLITE_CORRUPT);
    }
}
