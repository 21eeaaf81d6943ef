using System.Globalization;
using Npgsql;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>What a server has done so far.</summary>
/// <param name="Syncs">Of its log.</param>
/// <param name="Bytes">Of its log.</param>
/// <param name="Transactions">Reads too; those that were undone too.</param>
/// <param name="Processor">Microseconds, of the connections that have ended.</param>
internal readonly record struct ServerLog(double Syncs, double Bytes, double Transactions, double Processor)
{
    private const double MicrosecondsATick = 10_000; // Linux counts a process's time in hundredths of a second.

    /// <summary>Of processes that are still connected the last second may be missing in the syncs.</summary>
    public static async Task<ServerLog> ReadAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("""
            SELECT wal_sync::float8, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8,
                (SELECT sum(xact_commit + xact_rollback)::float8 FROM pg_stat_database), pg_backend_pid()
            FROM pg_stat_wal
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new(reader.GetDouble(0), reader.GetDouble(1), reader.GetDouble(2), ProcessorOfParent(reader.GetInt32(3)));
    }

    public static ServerLog operator -(ServerLog after, ServerLog before) => new(
        after.Syncs - before.Syncs, after.Bytes - before.Bytes, after.Transactions - before.Transactions, after.Processor - before.Processor);

    private static double ProcessorOfParent(int process)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        var ticks = Fields(int.Parse(Fields(process)[1], CultureInfo.InvariantCulture)).Skip(13).Take(2);
        return ticks.Sum(field => double.Parse(field, CultureInfo.InvariantCulture)) * MicrosecondsATick;

        static string[] Fields(int id) => File.ReadAllText($"/proc/{id}/stat").Split(") ")[1].Split(' ');
    }
}

/// <summary>What workers made.</summary>
/// <param name="PerSecond">Updates.</param>
/// <param name="TriesEach">Tries an update.</param>
/// <param name="TransactionsEach">Of the server, reads included.</param>
/// <param name="SyncsEach">Of the server's log.</param>
/// <param name="BytesEach">Of the server's log.</param>
/// <param name="ProcessorEach">Microseconds, of the server and all workers.</param>
internal readonly record struct WorkerRates(
    double PerSecond, double TriesEach, double TransactionsEach, double SyncsEach, double BytesEach, double ProcessorEach);
