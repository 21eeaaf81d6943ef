using Npgsql;

namespace PeerPersistence;

/// <summary>Reads single rows of one store.</summary>
internal sealed class PostgreSqlReads(PostgreSqlSessions sessions, PostgreSqlSchema schema, string store)
{
    public Task<byte[]?> FindAsync(byte[] key, CancellationToken cancellationToken) =>
        sessions.RunAsync(async (connection, token) =>
        {
            using var command = PostgreSqlSchema.Command(connection, schema.Get, store, key);
            return (byte[]?)await command.ExecuteScalarAsync(token).ConfigureAwait(false);
        }, () => cancellationToken);

    /// <summary>The values in the order of the keys, by one statement.</summary>
    public Task<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        byte[][] encoded = [.. keys.Distinct(StringComparer.Ordinal).Select(OrdinalKey.Encode)];
        return sessions.RunAsync<IReadOnlyList<ReadOnlyMemory<byte>?>>(async (connection, token) =>
        {
            using var command = PostgreSqlSchema.Command(connection, schema.GetMany, store);
            command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = encoded });
            var rows = await command.ExecuteReaderAsync(token).ConfigureAwait(false);
            await using var ended = rows.ConfigureAwait(false);
            var found = new Dictionary<string, ReadOnlyMemory<byte>>(encoded.Length, StringComparer.Ordinal);
            while (await rows.ReadAsync(token).ConfigureAwait(false))
                found[OrdinalKey.Decode(rows.GetFieldValue<byte[]>(0))] = rows.GetFieldValue<byte[]>(1);
            return keys.Select(key => found.TryGetValue(key, out var value) ? value : (ReadOnlyMemory<byte>?)null).ToArray();
        }, () => cancellationToken);
    }
}
