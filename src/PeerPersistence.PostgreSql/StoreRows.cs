using Npgsql;

namespace PeerPersistence;

/// <summary>One store's rows, for whoever has a connection.</summary>
internal sealed class StoreRows(PostgreSqlSchema schema, string store)
{
    public PostgreSqlSchema Schema { get; } = schema;

    public NpgsqlBatchCommand Command(string sql, byte[] key, params ReadOnlySpan<ReadOnlyMemory<byte>> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        Add(command.Parameters, key);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = value });
        return command;
    }

    public async Task<byte[]?> FindAsync(NpgsqlConnection connection, byte[] key, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(Schema.Get, connection);
        Add(command.Parameters, key);
        return (byte[]?)await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Those of some keys that are there, at one instant.</summary>
    public async Task<Dictionary<string, ReadOnlyMemory<byte>>> ReadAsync(
        NpgsqlConnection connection, IEnumerable<byte[]> keys, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(Schema.GetMany, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = store });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. keys] });
        var found = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (key, value) in await AllAsync(command, cancellationToken).ConfigureAwait(false))
            found[OrdinalKey.Decode(key)] = value;
        return found;
    }

    /// <summary>The mark and the writers' logs at one instant.</summary>
    public async Task<StoreHistory> ReadHistoryAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(Schema.ReadHistory, connection);
        Add(command.Parameters, PostgreSqlSchema.MarkKey);
        return StoreHistory.Read(await AllAsync(command, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>What was cut off from the writers' logs.</summary>
    public async Task<WriterCuts> ReadCutsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        using var command = PostgreSqlSchema.Command(
            connection, Schema.ReadRange, store, PostgreSqlSchema.CutsKey, PostgreSqlSchema.MarkKey);
        return WriterCuts.Read(await AllAsync(command, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Adds the COMMIT, and sends it all.</summary>
    /// <param name="batch">Begins with a BEGIN, or is sent in a transaction.</param>
    /// <param name="passed">Told how many of the statements that give rows have passed.</param>
    /// <param name="cancellationToken">Asks the server to stop.</param>
    public static async Task CommitAsync(NpgsqlBatch batch, Action<int>? passed, CancellationToken cancellationToken)
    {
        batch.BatchCommands.Add(new(PostgreSqlSchema.Commit));

        // A server that is told to stop waiting for its standby says COMMIT all the same, and adds a warning.
        var isOnlyHere = false;
        batch.Connection!.Notice += (_, notice) => isOnlyHere |= notice.Notice.Routine == "SyncRepWaitForLSN";
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            for (var count = 1; await reader.ReadAsync(cancellationToken).ConfigureAwait(false); count++)
            {
                passed?.Invoke(count);
                await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        if (isOnlyHere)
            throw new NpgsqlException("No standby has the commit yet.", new TimeoutException());
    }

    private void Add(NpgsqlParameterCollection parameters, byte[] key)
    {
        parameters.Add(new NpgsqlParameter<string> { TypedValue = store });
        parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = key });
    }

    private static async Task<List<(byte[] Key, byte[] Value)>> AllAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ended = reader.ConfigureAwait(false);
        var rows = new List<(byte[], byte[])>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            rows.Add((reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1)));
        return rows;
    }
}
