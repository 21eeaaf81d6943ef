using Npgsql;

namespace PeerPersistence;

/// <summary>One commit on its way: its own copy of the batch, and what is known of its fate.</summary>
/// <remarks>
/// Two round trips: lock the head and read what is expected; then write and commit. The second is only sent by who holds the lock, so
/// whoever holds it next finds the commit's trace in the head, or knows that it will never be there. That is how a commit whose
/// answer was lost is not made twice.
/// </remarks>
internal sealed class PostgreSqlCommit
{
    private readonly PostgreSqlSchema _schema;
    private readonly string _store;
    private readonly long _writer;
    private readonly TimeProvider _time;
    private readonly List<(byte[] Key, ReadOnlyMemory<byte>? Value)> _expectations;
    private readonly List<(byte[] Key, ReadOnlyMemory<byte>? Value)> _changes;
    private LoggedWriter? _sent;

    public PostgreSqlCommit(PostgreSqlSchema schema, string store, long writer, TimeProvider time, KeyValueBatch batch)
    {
        (_schema, _store, _writer, _time) = (schema, store, writer, time);
        _expectations = [.. batch.Expectations.Select(each => (OrdinalKey.Encode(each.Key), each.Value))];
        _changes = [.. batch.Changes.Select(each => (OrdinalKey.Encode(each.Key), each.Value))];
    }

    /// <summary>Whether the server was told to commit, and has not said how it ended.</summary>
    public bool IsUnknown => _sent is not null;

    /// <summary>Makes the commit, or finds out that it was made.</summary>
    /// <param name="connection">A connection in no transaction. One that is left open is undone when the connection goes back.</param>
    /// <param name="cancellationToken">Heeded as long as nothing of this commit can be there.</param>
    /// <returns><c>false</c>: an expectation does not hold.</returns>
    public async Task<bool> TryAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var untilSent = IsUnknown ? CancellationToken.None : cancellationToken;
        var (head, holds) = await ReadAsync(connection, [new(PostgreSqlSchema.Begin), new(PostgreSqlSchema.LetNobodySleep)], untilSent).ConfigureAwait(false);
        if (head is null)
        {
            var create = Command(_schema.SetIfAbsent, PostgreSqlSchema.HeadKey, StoreHeadFormat.Write(StoreHead.Empty));
            (head, holds) = await ReadAsync(connection, [create], untilSent).ConfigureAwait(false);
        }

        if (_sent is { } sent)
        {
            if (head!.Includes(sent) is not { } landed)
                throw new PeerPersistenceException("More have committed since than the store remembers.");
            if (landed)
            {
                await WriteAsync(connection, [], head).ConfigureAwait(false); // Written again, so that what is acknowledged has reached the standby as well.
                return true;
            }

            _sent = null;
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (!holds || _changes.Count == 0)
            return holds;
        var next = head!.After(_writer, _changes.Select(each => each.Key), _time.GetUtcNow());
        _sent = next.Writers[0];
        try
        {
            await WriteAsync(connection, _changes, next).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (PostgreSqlErrors.IsUndone(failure))
        {
            _sent = null;
            throw;
        }
    }

    private async Task<(StoreHead? Head, bool Holds)> ReadAsync(
        NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> first, CancellationToken cancellationToken)
    {
        using var batch = new NpgsqlBatch(connection);
        foreach (var command in first)
            batch.BatchCommands.Add(command);
        batch.BatchCommands.Add(Command(_schema.Lock, PostgreSqlSchema.HeadKey));
        foreach (var (key, _) in _expectations)
            batch.BatchCommands.Add(Command(_schema.Get, key));

        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var ended = reader.ConfigureAwait(false);
        if (await ValueAsync(reader, cancellationToken).ConfigureAwait(false) is not { } head)
            return (null, false);
        var holds = true;
        foreach (var (_, expected) in _expectations)
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            var found = await ValueAsync(reader, cancellationToken).ConfigureAwait(false);
            holds &= expected is { } bytes ? found is not null && bytes.Span.SequenceEqual(found) : found is null;
        }

        return (StoreHeadFormat.Read(head), holds);
    }

    private async Task WriteAsync(NpgsqlConnection connection, List<(byte[] Key, ReadOnlyMemory<byte>? Value)> changes, StoreHead head)
    {
        using var batch = new NpgsqlBatch(connection);
        foreach (var (key, value) in changes)
            batch.BatchCommands.Add(value is { } bytes ? Command(_schema.Set, key, bytes) : Command(_schema.Remove, key));
        batch.BatchCommands.Add(Command(_schema.Set, PostgreSqlSchema.HeadKey, StoreHeadFormat.Write(head)));
        batch.BatchCommands.Add(new(PostgreSqlSchema.Commit));

        // A server that is told to stop waiting for its standby says COMMIT all the same, and adds a warning.
        var isOnlyHere = false;
        connection.Notice += (_, notice) => isOnlyHere |= notice.Notice.Routine == "SyncRepWaitForLSN";
        await batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        if (isOnlyHere)
            throw new NpgsqlException("No standby has the commit yet.", new TimeoutException());
    }

    private NpgsqlBatchCommand Command(string sql, byte[] key, ReadOnlyMemory<byte>? value = null)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _store });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = key });
        if (value is { } bytes)
            command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = bytes });
        return command;
    }

    private static async Task<byte[]?> ValueAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) =>
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetFieldValue<byte[]>(0) : null;
}
