using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PeerPersistence;

/// <summary>What SQLite's result codes mean here.</summary>
internal static class SqliteErrors
{
    public static Exception Translate(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreLockedException(path, exception),
        raw.SQLITE_FULL => new StoreFullException("There is no room for the database. Nothing was committed.", exception),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StoreCorruptedException("The file is damaged, or no SQLite database.", exception),
        _ => new PeerPersistenceException($"SQLite failed with code {exception.SqliteExtendedErrorCode}.", exception),
    };
}
