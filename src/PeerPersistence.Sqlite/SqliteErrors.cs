using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PeerPersistence;

/// <summary>What SQLite's result codes mean here, and the waiting where one of them says "busy".</summary>
internal static class SqliteErrors
{
    private static readonly int[] WaitsInMilliseconds = [1, 1, 2, 3, 5, 8, 10];

    public static Exception Translate(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreLockedException(path, exception),
        raw.SQLITE_FULL => new StoreFullException("There is no room for the database. Nothing was committed.", exception),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StoreCorruptedException("The file is damaged, or no SQLite database.", exception),
        _ => new PeerPersistenceException($"SQLite failed with code {exception.SqliteExtendedErrorCode}.", exception),
    };

    /// <summary>Tries until the database is not busy any more, without holding a thread meanwhile.</summary>
    /// <param name="attempt">Made anew each time; what it began it has ended when it throws.</param>
    /// <param name="timeout">After this the last failure is thrown.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SqliteException">What SQLite said.</exception>
    public static async ValueTask<T> UntilNotBusyAsync<T>(Func<ValueTask<T>> attempt, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        for (var tries = 0; ; tries++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (SqliteException busy) when (busy.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED && waited.Elapsed < timeout)
            {
                await Task.Delay(WaitsInMilliseconds[Math.Min(tries, WaitsInMilliseconds.Length - 1)], cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
