using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PeerPersistence;

/// <summary>Waits while another process is writing, without holding a thread.</summary>
internal sealed class BusyWait(TimeSpan timeout, TimeProvider time)
{
    private static readonly int[] WaitsInMilliseconds = [1, 1, 2, 3, 5, 8, 10];

    /// <summary>Tries until the database is not busy any more.</summary>
    /// <param name="attempt">Made anew each time; what it began it has ended when it throws.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="SqliteException">What SQLite said; that it is busy, after the time-out.</exception>
    public async ValueTask<T> UntilNotBusyAsync<T>(Func<ValueTask<T>> attempt, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var tries = 0; ; tries++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (SqliteException busy) when (
                busy.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED && time.GetElapsedTime(began) < timeout)
            {
                var wait = TimeSpan.FromMilliseconds(WaitsInMilliseconds[Math.Min(tries, WaitsInMilliseconds.Length - 1)]);
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
