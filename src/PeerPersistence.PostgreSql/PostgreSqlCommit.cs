using Npgsql;

namespace PeerPersistence;

/// <summary>One commit on its way, and what is known of its fate.</summary>
/// <remarks>One round trip. Everything is sent together; the server checks and locks what is expected, writes, adds the commit to the
/// writer's row if that is as the writer left it, and commits. So whoever waits for a lock waits for the server only. Where the answer is
/// lost, the writer's row tells; see <see cref="StoreLogs.HasLandedAsync"/>.</remarks>
internal sealed class PostgreSqlCommit(CommitStatements statements, StoreLogs logs, PostgreSqlWriter writer, TimeProvider time)
{
    /// <summary>The revision with which the server was told to make it; <c>null</c>: it was not told, or has answered.</summary>
    private long? _sent;

    /// <summary>Whether the server was told to commit, and has not said how it ended.</summary>
    public bool IsUnknown => _sent is not null;

    /// <summary>Makes the commit, or finds out that it was made.</summary>
    /// <param name="connection">A connection in no transaction. One that is left open is undone when the connection goes back.</param>
    /// <param name="cancellationToken">Heeded as long as nothing of this commit can be there.</param>
    /// <returns><c>false</c>: an expectation does not hold.</returns>
    public async Task<bool> TryAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (_sent is { } revision)
        {
            var hasLanded = await logs.HasLandedAsync(connection, writer, revision).ConfigureAwait(false);
            _sent = null;
            if (hasLanded)
                return true;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (statements.Keys.Count == 0)
            return await statements.HoldsAsync(connection, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            if (writer.Mark is null)
                await logs.PrepareAsync(connection, writer, cancellationToken).ConfigureAwait(false);
            if (await AtOnceAsync(connection, cancellationToken).ConfigureAwait(false) is { } answer)
                return answer;
            writer.Mark = null;
            using var undo = new NpgsqlCommand(PostgreSqlSchema.Rollback, connection);
            await undo.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <returns><c>false</c>: an expectation does not hold; <c>null</c>: the mark, or the writer's row, is not as it was. Undone is
    /// either.</returns>
    private async Task<bool?> AtOnceAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var log = (writer.Log ?? WriterLog.Empty).After(statements.Keys, WriterLog.Stamp(time.GetUtcNow()));
        var passed = 0;
        _sent = log.Revision;
        try
        {
            await statements.CommitAsync(connection, writer, log, count => passed = count, cancellationToken).ConfigureAwait(false);
            (writer.Log, _sent) = (log, null);
            return true;
        }
        catch (PostgresException failure) when (PostgreSqlErrors.IsUndone(failure))
        {
            _sent = null;
            if (failure.SqlState == PostgresErrorCodes.DivisionByZero)
                return passed < statements.Expectations ? false : null;
            throw;
        }
        catch (OperationCanceledException cancelled) when (cancelled.InnerException is { } failure && PostgreSqlErrors.IsUndone(failure))
        {
            _sent = null;
            throw;
        }
        catch (OperationCanceledException)
        {
            throw new NpgsqlException("Cancelled, and the server has not said how it ended.", new IOException());
        }
    }
}
