using Npgsql;

namespace PeerPersistence;

/// <summary>What a commit says to the server, with its own copy of the batch.</summary>
internal sealed class CommitStatements
{
    private readonly PostgreSqlSchema _schema;
    private readonly string _store;
    private readonly List<(byte[] Key, ReadOnlyMemory<byte>? Value)> _expectations;
    private readonly List<(byte[] Key, ReadOnlyMemory<byte>? Value)> _changes;

    public CommitStatements(PostgreSqlSchema schema, string store, KeyValueBatch batch)
    {
        (_schema, _store) = (schema, store);
        _expectations = [.. batch.Expectations.Select(each => (OrdinalKey.Encode(each.Key), each.Value))];
        _changes = [.. batch.Changes.Select(each => (OrdinalKey.Encode(each.Key), each.Value))];
        Keys = [.. _changes.Select(each => each.Key)];
    }

    /// <summary>What it changes.</summary>
    public IReadOnlyList<byte[]> Keys { get; }

    /// <summary>All of it in one round trip.</summary>
    /// <param name="connection">In no transaction.</param>
    /// <param name="seat">The place in the head of whoever commits.</param>
    /// <param name="now">For the revision.</param>
    /// <param name="turn">Called once the head's lock was taken; a division by zero afterwards is an expectation that does not
    /// hold.</param>
    /// <param name="cancellationToken">Asks the server to stop.</param>
    /// <returns>The revision.</returns>
    public async Task<long> CommitAtOnceAsync(
        NpgsqlConnection connection, WriterSeat seat, DateTimeOffset now, Action turn, CancellationToken cancellationToken)
    {
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(PostgreSqlSchema.Begin));
        batch.BatchCommands.Add(TakeTurn(seat, now));
        foreach (var (key, expected) in _expectations)
            batch.BatchCommands.Add(expected is { } bytes ? Command(_schema.CheckHolds, key, bytes) : Command(_schema.CheckAbsent, key));
        AddChanges(batch);
        var revision = 0L;
        await CommitAsync(batch, async reader =>
        {
            turn();
            await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            revision = reader.GetInt64(0);
        }, cancellationToken).ConfigureAwait(false);
        return revision;
    }

    /// <summary>Begins a transaction, takes the head's lock, and reads what is expected.</summary>
    public async Task<(StoreHead Head, bool Holds)> LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        NpgsqlBatchCommand[] first = [new(PostgreSqlSchema.Begin), new(PostgreSqlSchema.LetNobodySleep)];
        while (true)
        {
            if (await LockAsync(connection, first, cancellationToken).ConfigureAwait(false) is { } locked)
                return locked;
            first = [Command(_schema.SetIfAbsent, PostgreSqlSchema.HeadKey, StoreHeadFormat.Write(StoreHead.Empty))];
        }
    }

    /// <summary>Writes the head, and the changes on demand, and commits, where the lock is held.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, StoreHead head, bool withChanges)
    {
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(Command(_schema.Set, PostgreSqlSchema.HeadKey, StoreHeadFormat.Write(head)));
        if (withChanges)
            AddChanges(batch);
        await CommitAsync(batch, _ => Task.CompletedTask, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<(StoreHead Head, bool Holds)?> LockAsync(
        NpgsqlConnection connection, NpgsqlBatchCommand[] first, CancellationToken cancellationToken)
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
            return null;
        var holds = true;
        foreach (var (_, expected) in _expectations)
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            var found = await ValueAsync(reader, cancellationToken).ConfigureAwait(false);
            holds &= expected is { } bytes ? found is not null && bytes.Span.SequenceEqual(found) : found is null;
        }

        return (StoreHeadFormat.Read(head), holds);
    }

    /// <summary>Adds the COMMIT, and sends it all.</summary>
    private static async Task CommitAsync(NpgsqlBatch batch, Func<NpgsqlDataReader, Task> readFirst, CancellationToken cancellationToken)
    {
        batch.BatchCommands.Add(new(PostgreSqlSchema.Commit));

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

    private NpgsqlBatchCommand TakeTurn(WriterSeat seat, DateTimeOffset now)
    {
        var remembered = StoreHeadFormat.Remembered(Keys);
        var command = Command(_schema.TakeTurn, PostgreSqlSchema.HeadKey, StoreHeadFormat.Prefix(seat.Count));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 1 + StoreHeadFormat.OffsetOf(seat.Index) });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = StoreHeadFormat.Seat(seat.Writer, seat.Revision) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = 1 + StoreHeadFormat.OffsetOf(seat.Count) });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = StoreHead.Stamp(now) });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = StoreHeadFormat.Keys(remembered) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = StoreHeadFormat.RoomBehind(remembered) });
        return command;
    }

    private void AddChanges(NpgsqlBatch batch)
    {
        foreach (var (key, value) in _changes)
            batch.BatchCommands.Add(value is { } bytes ? Command(_schema.Set, key, bytes) : Command(_schema.Remove, key));
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
