using Npgsql;

namespace PeerPersistence;

/// <summary>One commit on its way, and what is known of its fate.</summary>
/// <remarks>
/// <para>At once: one round trip. Everything is sent together; the server takes the head's lock, writes the next head, checks what is
/// expected, writes and commits. So whoever waits for the lock waits for the server only. It takes a writer whose place in the head is as
/// it left it.</para>
/// <para>Under the lock: two round trips, lock and read; then write and commit. For a writer's first commit, and for one whose answer was
/// lost:
/// its place in the head tells whether it landed. Where it has not, the place is changed under the same lock, so that it cannot land any
/// more, wherever it may still be waiting. That is how no commit is made twice.</para>
/// </remarks>
internal sealed class PostgreSqlCommit(CommitStatements statements, PostgreSqlWriter writer, TimeProvider time)
{
    /// <summary>
    /// What the writer's last commit was when the server was told to make this one; <c>null</c>: it was not told, or has answered.
    /// </summary>
    private long? _sentAfter;

    /// <summary>Whether the server was told to commit, and has not said how it ended.</summary>
    public bool IsUnknown => _sentAfter is not null;

    /// <summary>Makes the commit, or finds out that it was made.</summary>
    /// <param name="connection">A connection in no transaction. One that is left open is undone when the connection goes back.</param>
    /// <param name="cancellationToken">Heeded as long as nothing of this commit can be there.</param>
    /// <returns><c>false</c>: an expectation does not hold.</returns>
    public async Task<bool> TryAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!IsUnknown && writer.Seat is { } seat && statements.Keys.Count > 0)
        {
            if (await AtOnceAsync(connection, seat, cancellationToken).ConfigureAwait(false) is { } answer)
                return answer;
            using var undo = new NpgsqlCommand(PostgreSqlSchema.Rollback, connection);
            await undo.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        return await UnderLockAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    /// <returns><c>false</c>: an expectation does not hold; <c>null</c>: the writer's place has to be looked for. Undone is
    /// either.</returns>
    private async Task<bool?> AtOnceAsync(NpgsqlConnection connection, WriterSeat seat, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var hasTurn = false;
        (writer.Seat, _sentAfter) = (null, seat.Revision);
        try
        {
            var revision = await statements.CommitAtOnceAsync(
                connection, seat, time.GetUtcNow(), () => hasTurn = true, cancellationToken).ConfigureAwait(false);
            (writer.Seat, _sentAfter) = (seat with { Revision = revision }, null);
            return true;
        }
        catch (PostgresException failure) when (PostgreSqlErrors.IsUndone(failure))
        {
            _sentAfter = null;
            if (!hasTurn && PostgreSqlErrors.IsAboutData(failure))
                return null;
            writer.Seat = seat;
            if (hasTurn && failure.SqlState == PostgresErrorCodes.DivisionByZero)
                return false;
            throw;
        }
        catch (OperationCanceledException cancelled) when (cancelled.InnerException is { } failure && PostgreSqlErrors.IsUndone(failure))
        {
            (writer.Seat, _sentAfter) = (seat, null);
            throw;
        }
        catch (OperationCanceledException)
        {
            throw new NpgsqlException("Cancelled, and the server has not said how it ended.", new IOException());
        }
    }

    private async Task<bool> UnderLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var wasSent = IsUnknown;
        var (head, holds) = await statements.LockAsync(
            connection, wasSent ? CancellationToken.None : cancellationToken).ConfigureAwait(false);
        if (_sentAfter is { } after)
        {
            if (head.HasCommitted(writer.Id, after) is not { } landed)
                throw new PeerPersistenceException("More have committed since than the store remembers.");
            if (landed)
            {
                // Written again, so that what is acknowledged has reached the standby as well.
                await WriteAsync(connection, head, withChanges: false).ConfigureAwait(false);
                return true;
            }

            if (!holds || cancellationToken.IsCancellationRequested)
            {
                await WriteAsync(connection, head.Without(writer.Id), withChanges: false).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                return false;
            }
        }

        if (!holds || statements.Keys.Count == 0)
            return holds;
        _sentAfter = head.SeatOf(writer.Id)?.Revision ?? head.Revision;
        try
        {
            await WriteAsync(connection, head.After(writer.Id, statements.Keys, time.GetUtcNow()), withChanges: true).ConfigureAwait(false);
            return true;
        }
        catch (Exception failure) when (!wasSent && PostgreSqlErrors.IsUndone(failure))
        {
            _sentAfter = null;
            throw;
        }
    }

    private async Task WriteAsync(NpgsqlConnection connection, StoreHead head, bool withChanges)
    {
        await statements.WriteAsync(connection, head, withChanges).ConfigureAwait(false);
        (writer.Seat, _sentAfter) = (head.SeatOf(writer.Id), null);
    }
}
