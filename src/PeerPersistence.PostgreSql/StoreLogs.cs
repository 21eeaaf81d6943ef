using Npgsql;

namespace PeerPersistence;

/// <summary>Looks after a store's mark and its writers' rows: begins and moves them, finds out what landed, removes what is old.</summary>
internal sealed class StoreLogs(StoreRows rows, TimeProvider time, Random random)
{
    private const int MostLogs = 8;

    private static readonly TimeSpan s_old = TimeSpan.FromHours(1);

    private long _lastRemoval; // 0: none. A nullable one would take twice the room in each of many stores.

    /// <summary>Reads the mark and the writer's own row, and writes the mark if there is none of the present form.</summary>
    /// <exception cref="UnsupportedSchemaVersionException">A newer version wrote it.</exception>
    public async Task PrepareAsync(NpgsqlConnection connection, PostgreSqlWriter writer, CancellationToken cancellationToken)
    {
        while (true)
        {
            var history = await rows.ReadHistoryAsync(connection, cancellationToken).ConfigureAwait(false);
            if (history.Mark is not { } mark)
            {
                await MarkAsync(connection, history, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var id = PostgreSqlSchema.WriterOf(writer.Key);
            if (history.Logs.Count <= MostLogs || HasJustRemoved()
                || !await RemoveOldAsync(connection, mark, [.. history.Logs.Where(each => each.Key != id)], cancellationToken)
                    .ConfigureAwait(false))
            {
                var log = history.Logs.GetValueOrDefault(id);
                if (writer.Log is not { } known || log?.IsSame(known) == true)
                {
                    (writer.Mark, writer.Log) = (mark, log);
                    return;
                }

                // The row was removed, or put back to an earlier state. What comes next must not have the revision of what was lost.
                writer.Renew();
            }
        }
    }

    /// <summary>Tells whether a commit whose answer was lost has landed. Where it has not, the writer's row is changed under its lock, so
    /// that it cannot land any more, wherever it may still be waiting. That is how no commit is made twice.</summary>
    /// <exception cref="PeerPersistenceException">Nobody knows: the row was removed.</exception>
    public async Task<bool> HasLandedAsync(NpgsqlConnection connection, PostgreSqlWriter writer, long revision)
    {
        var (mark, log) = await LockAsync(connection, writer.Key).ConfigureAwait(false);
        if (log is null || (log is { Base: 0, Commits.Count: 0 } && mark != writer.Mark))
            throw new PeerPersistenceException("The writer's row has been removed since.");
        var hasLanded = log.Holds(revision);

        // Written even where it has landed, so that what is acknowledged has reached the standby as well.
        var next = hasLanded ? log : log.After([], Math.Max(revision + 1, WriterLog.Stamp(time.GetUtcNow())));
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(rows.Command(rows.Schema.Set, writer.Key, next.Write()));
        await StoreRows.CommitAsync(batch, null, CancellationToken.None).ConfigureAwait(false);
        (writer.Mark, writer.Log) = (mark, next);
        return hasLanded;
    }

    /// <returns>No log: the row was removed between two of these statements.</returns>
    private async Task<(StoreMark? Mark, WriterLog? Log)> LockAsync(NpgsqlConnection connection, byte[] key)
    {
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(PostgreSqlSchema.Begin));
        batch.BatchCommands.Add(new(PostgreSqlSchema.LetNobodySleep));
        batch.BatchCommands.Add(rows.Command(rows.Schema.SetIfAbsent, key, WriterLog.Empty.Write()));
        batch.BatchCommands.Add(rows.Command(rows.Schema.Get, PostgreSqlSchema.MarkKey));
        batch.BatchCommands.Add(rows.Command(rows.Schema.Lock, key));
        var reader = await batch.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        await using var ended = reader.ConfigureAwait(false);
        var mark = await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false) ? reader.GetFieldValue<byte[]>(0) : null;
        await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false);
        var log = await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false) ? reader.GetFieldValue<byte[]>(0) : null;
        return (mark is null ? null : StoreMark.Read(mark), log is null ? null : WriterLog.Read(log));
    }

    /// <summary>The former form's head becomes the mark: whoever knows that form only is refused from then on.</summary>
    private async Task MarkAsync(NpgsqlConnection connection, StoreHistory history, CancellationToken cancellationToken)
    {
        var mark = NewMark(isFirst: history is { Former: null, Logs.Count: 0 });
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(history.Former is null
            ? rows.Command(rows.Schema.SetIfAbsent, PostgreSqlSchema.MarkKey, mark)
            : rows.Command(rows.Schema.Move, PostgreSqlSchema.MarkKey, mark, new byte[] { StoreMark.FormerVersion }));
        await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One clock may be wrong, and each then takes the other's logs for old: they must not end one era after the other.</summary>
    private bool HasJustRemoved() => _lastRemoval != 0 && time.GetElapsedTime(_lastRemoval) < s_old;

    /// <summary>Removes logs that nobody has written for long, or whose writer's clock was far ahead, and ends the era: whoever knows of
    /// them reads everything again.</summary>
    /// <returns>Whether the mark has changed.</returns>
    private async Task<bool> RemoveOldAsync(
        NpgsqlConnection connection, StoreMark mark, KeyValuePair<long, WriterLog>[] logs, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (before, after) = (WriterLog.Stamp(now - s_old), WriterLog.Stamp(now + s_old));
        var old = logs.Where(each => each.Value.Revision < before || each.Value.Revision > after).OrderBy(each => each.Key).ToList();
        if (old.Count == 0)
            return false;
        _lastRemoval = time.GetTimestamp();
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(PostgreSqlSchema.Begin));
        batch.BatchCommands.Add(rows.Command(rows.Schema.Replace, PostgreSqlSchema.MarkKey, NewMark(isFirst: false), mark.Write()));
        batch.BatchCommands.Add(rows.Command(rows.Schema.RemoveRange, PostgreSqlSchema.CutsKey, PostgreSqlSchema.MarkKey));
        foreach (var (writer, log) in old)
            batch.BatchCommands.Add(rows.Command(rows.Schema.RemoveIfSame, PostgreSqlSchema.WriterKey(writer), log.Write()));
        try
        {
            await StoreRows.CommitAsync(batch, null, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException late) when (late.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            using var undo = new NpgsqlCommand(PostgreSqlSchema.Rollback, connection);
            await undo.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private byte[] NewMark(bool isFirst) => new StoreMark(random.NextInt64(), isFirst).Write();
}
