using Npgsql;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>How much a server has written to its log, and how often it synced it.</summary>
internal readonly record struct ServerLog(double Syncs, double Bytes)
{
    /// <summary>Of processes that are still connected the last second may be missing in the syncs.</summary>
    public static async Task<ServerLog> ReadAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("""
            SELECT wal_sync::float8, pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8 FROM pg_stat_wal
            """);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new(reader.GetDouble(0), reader.GetDouble(1));
    }

    public static ServerLog operator -(ServerLog after, ServerLog before) => new(after.Syncs - before.Syncs, after.Bytes - before.Bytes);
}

/// <summary>What workers made.</summary>
internal readonly record struct WorkerRates(double PerSecond, double TriesEach, double SyncsEach, double BytesEach);
