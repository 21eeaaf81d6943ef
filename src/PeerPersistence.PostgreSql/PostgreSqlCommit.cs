using Npgsql;

namespace PeerPersistence;

/// <summary>One commit on its way: its own copy of the batch, and what is known of its fate.</summary>
/// <remarks>
/// <para>At once: one round trip. Everything is sent together; the server takes the head's lock, writes the next head, checks what is expected, writes
/// and commits. So whoever waits for the lock waits for the server only. It takes a writer whose place in the head is known, and as it left it.</para>
/// <para>Under the lock: two round trips, lock and read; then write and commit. For a writer's first commit, and for one whose answer was lost:
/// its place in the head tells whether it landed. Where it has not, the place is changed under the same lock, so that it cannot land any
/// more, wherever it may still be waiting. That is how no commit is made twice.</para>
/// </remarks>
internal sealed class PostgreSqlCommit
{
    private readonly PostgreSqlSchema _schema;
    private readonly string _store;
    private readonly PostgreSqlWriter _writer;
    private readonly TimeProvider _time;
    private readonly List<(byte[] Key, ReadOnlyMemory<byte>? Value)> _expectations;
    private readonly List<(byte[] Key, ReadOnlyMemory<byte>? Value)> _changes;
    private readonly IReadOnlyList<byte[]> _keys;
    private long? _sentAfter;

    public PostgreSqlCommit(PostgreSqlSchema schema, string store, PostgreSqlWriter writer, TimeProvider time, KeyValueBatch batch)
    {
        (_schema, _store, _writer, _time) = (schema, store, writer, time);
        _expectations = [.. batch.Expectations.Select(each => (OrdinalKey.Encode(each.Key), each.Value))];
        _changes = [.. batch.Changes.Select(each => (OrdinalKey.Encode(each.Key), each.Value))];
        _keys = [.. _changes.Select(each => each.Key)];
    }

    /// <summary>Whether the server was told to commit, and has not said how it ended.</summary>
    public bool IsUnknown => _sentAfter is not null;

    /// <summary>Makes the commit, or finds out that it was made.</summary>
    /// <param name="connection">A connection in no transaction. One that is left open is undone when the connection goes back.</param>
    /// <param name="cancellationToken">Heeded as long as nothing of this commit can be there.</param>
    /// <returns><c>false</c>: an expectation does not hold.</returns>
    public async Task<bool> TryAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!IsUnknown && _writer.Seat is { } seat && _changes.Count > 0)
        {
            if (await AtOnceAsync(connection, seat, cancellationToken).ConfigureAwait(false) is { } answer)
                return answer;
            using var undo = new NpgsqlCommand(PostgreSqlSchema.Rollback, connection);
            await undo.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        return await UnderLockAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <returns><c>false</c>: an expectation does not hold; <c>null</c>: the writer's place has to be looked for. Undone is either.</returns>
    private async Task<bool?> AtOnceAsync(NpgsqlConnection connection, WriterSeat seat, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(PostgreSqlSchema.Begin));
        batch.BatchCommands.Add(TakeTurn(seat));
        foreach (var (key, expected) in _expectations)
            batch.BatchCommands.Add(expected is { } bytes ? Command(_schema.CheckHolds, key, bytes) : Command(_schema.CheckAbsent, key));
        AddWrites(batch, _changes);

        var hasTurn = false;
        (_writer.Seat, _sentAfter) = (null, seat.Revision);
        try
        {
            var revision = 0L;
            await CommitAsync(batch, async reader =>
            {
                hasTurn = true;
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                revision = reader.GetInt64(0);
            }, cancellationToken).ConfigureAwait(false);
            (_writer.Seat, _sentAfter) = (seat with { Revision = revision }, null);
            return true;
        }
        catch (PostgresException failure) when (PostgreSqlErrors.IsUndone(failure))
        {
            _sentAfter = null;
            if (!hasTurn && PostgreSqlErrors.IsAboutData(failure))
                return null;
            _writer.Seat = seat;
            if (hasTurn && failure.SqlState == PostgresErrorCodes.DivisionByZero)
                return false;
            throw;
        }
        catch (OperationCanceledException cancelled)
        {
            if (cancelled.InnerException is { } failure && PostgreSqlErrors.IsUndone(failure))
                (_writer.Seat, _sentAfter) = (seat, null);
            else
                throw new NpgsqlException("Cancelled, and the server has not said how it ended.", new IOException());
            throw;
        }
    }

    private async Task<bool> UnderLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var wasSent = IsUnknown;
        var untilSent = wasSent ? CancellationToken.None : cancellationToken;
        var (head, holds) = await LockAsync(connection, [new(PostgreSqlSchema.Begin), new(PostgreSqlSchema.LetNobodySleep)], untilSent).ConfigureAwait(false);
        if (head is null)
        {
            var create = Command(_schema.SetIfAbsent, PostgreSqlSchema.HeadKey, StoreHeadFormat.Write(StoreHead.Empty));
            (head, holds) = await LockAsync(connection, [create], untilSent).ConfigureAwait(false);
        }

        if (_sentAfter is { } after)
        {
            if (head!.HasCommitted(_writer.Id, after) is not { } landed)
                throw new PeerPersistenceException("More have committed since than the store remembers.");
            if (landed)
            {
                await WriteAsync(connection, [], head).ConfigureAwait(false); // Written again, so that what is acknowledged has reached the standby as well.
                return true;
            }

            if (!holds || cancellationToken.IsCancellationRequested)
            {
                await WriteAsync(connection, [], head.Without(_writer.Id)).ConfigureAwait(false);
                _sentAfter = null;
                cancellationToken.ThrowIfCancellationRequested();
                return false;
            }
        }

        if (!holds || _changes.Count == 0)
            return holds;
        _sentAfter = head!.SeatOf(_writer.Id)?.Revision ?? head.Revision;
        try
        {
            await WriteAsync(connection, _changes, head.After(_writer.Id, _keys, _time.GetUtcNow())).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (!wasSent && PostgreSqlErrors.IsUndone(failure))
        {
            _sentAfter = null;
            throw;
        }
    }

    private async Task<(StoreHead? Head, bool Holds)> LockAsync(
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
        batch.BatchCommands.Add(Command(_schema.Set, PostgreSqlSchema.HeadKey, StoreHeadFormat.Write(head)));
        AddWrites(batch, changes);
        await CommitAsync(batch, _ => Task.CompletedTask, CancellationToken.None).ConfigureAwait(false);
        (_writer.Seat, _sentAfter) = (head.SeatOf(_writer.Id), null);
    }

    private void AddWrites(NpgsqlBatch batch, List<(byte[] Key, ReadOnlyMemory<byte>? Value)> changes)
    {
        foreach (var (key, value) in changes)
            batch.BatchCommands.Add(value is { } bytes ? Command(_schema.Set, key, bytes) : Command(_schema.Remove, key));
        batch.BatchCommands.Add(new(PostgreSqlSchema.Commit));
    }

    private static async Task CommitAsync(NpgsqlBatch batch, Func<NpgsqlDataReader, Task> readFirst, CancellationToken cancellationToken)
    {
        // A server that is told to stop waiting for its standby says COMMIT all the same, and adds a warning.
        var isOnlyHere = false;
        batch.Connection!.Notice += (_, notice) => isOnlyHere |= notice.Notice.Routine == "SyncRepWaitForLSN";
        var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            await readFirst(reader).ConfigureAwait(false);
            while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
            {
            }
        }

        if (isOnlyHere)
            throw new NpgsqlException("No standby has the commit yet.", new TimeoutException());
    }

    private NpgsqlBatchCommand TakeTurn(WriterSeat seat)
    {
        var place = StoreHeadFormat.PrefixLength + 1 + (seat.Index * StoreHeadFormat.SeatLength);
        var log = StoreHeadFormat.PrefixLength + 1 + (seat.Count * StoreHeadFormat.SeatLength);
        var command = Command(_schema.TakeTurn, PostgreSqlSchema.HeadKey, StoreHeadFormat.Prefix(seat.Count));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = place });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = StoreHeadFormat.Seat(seat.Writer, seat.Revision) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = log });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = StoreHead.Stamp(_time.GetUtcNow()) });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = StoreHeadFormat.Keys(StoreHeadFormat.Remembered(_keys)) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = StoreHeadFormat.RoomBehind(_keys) });
        return command;
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
