using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PeerPersistence;

/// <summary>The one writer of a store: takes all waiting commits, writes them in one transaction, syncs once, then answers.</summary>
/// <remarks>
/// Expectations are judged one commit after the other inside the transaction, so one that does not hold changes nothing for the rest.
/// </remarks>
internal sealed class SqliteWriter(SqliteSession session, SqliteDatabase database, BusyWait busy) : IAsyncDisposable
{
    private readonly object _line = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly SqliteChanges _changes = new(session);
    private readonly SqlitePlace _place = database.Place!;
    private List<PendingCommit> _waiting = [];
    private Task _running = Task.CompletedTask;
    private bool _isRunning;
    private bool _isClosed;
    private bool _isOver;

    public Task<bool> CommitAsync(PendingCommit commit, CancellationToken cancellationToken)
    {
        commit.CancelWith(cancellationToken);
        lock (_line)
        {
            if (!_isClosed)
            {
                if (!_isRunning)
                    Start();
                _waiting.Add(commit);
                return commit.Result;
            }
        }

        commit.Fail(new ObjectDisposedException(nameof(SqliteKeyValueStore)));
        return commit.Result;
    }

    /// <summary>What changed, whoever changed it. Waits for the transaction that is being written.</summary>
    public ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken) =>
        InTurnAsync(() => _changes.Since(since), cancellationToken);

    /// <summary>Rewrites the database with what is live, between two transactions, and empties its log.</summary>
    public async ValueTask CompactAsync(CancellationToken cancellationToken)
    {
        await InTurnAsync(Vacuum, cancellationToken).ConfigureAwait(false);
        await InTurnAsync(EmptyLog, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Accepts no more commits, and ends when those that wait are done.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_line)
            _isClosed = true;
        await _running.ConfigureAwait(false);
        await _turn.WaitAsync().ConfigureAwait(false);
        if (!_isOver)
            database.Close(session);
        _isOver = true; // The turn itself is not disposed of: somebody may still wait for it, to be told.
        _turn.Release();
    }

    private bool Vacuum()
    {
        ForgetLog();
        try
        {
            session.Execute("VACUUM");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR)
        {
            // Where no folder takes the temporary copy it is made in memory. If it was the database itself, that fails once more.
            session.Execute("PRAGMA temp_store = MEMORY");
            session.Execute("VACUUM");
        }

        _place.Verify();
        return true;
    }

    /// <summary>The log names who was removed.</summary>
    private void ForgetLog()
    {
        session.Execute("BEGIN IMMEDIATE");
        try
        {
            SqliteChanges.Forget(session);
            session.Execute("COMMIT");
            _changes.Committed(1);
        }
        catch
        {
            session.RollBack();
            throw;
        }
    }

    private bool EmptyLog() => session.Integer("PRAGMA wal_checkpoint(TRUNCATE)") == 0
        ? true
        : throw new SqliteException("Somebody reads what the log still holds.", raw.SQLITE_BUSY);

    private void Start()
    {
        var group = new List<PendingCommit>();
        (_running, _isRunning) = (Task.Run(() => RunAsync(group), CancellationToken.None), true);
    }

    private async Task RunAsync(List<PendingCommit> group)
    {
        do
        {
            try
            {
                await WriteWaitingAsync(group).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // No memory perhaps. Whoever was taken is told, and those who come next are written.
                foreach (var commit in group)
                    Fail(commit, e);
            }

            group.Clear();
        }
        while (MoreIsWaiting());
    }

    private bool MoreIsWaiting()
    {
        lock (_line)
            return _isRunning = _waiting.Count > 0;
    }

    private async Task WriteWaitingAsync(List<PendingCommit> group)
    {
        if (await TryWriteAsync(() => Take(group)).ConfigureAwait(false) is not { } failure)
            return;

        // One that fails, for want of room perhaps, does not take along those it was grouped with. The log of changes needs no room
        // that a record could have.
        var isFull = failure is SqliteException { SqliteErrorCode: raw.SQLITE_FULL };
        var again = group.Count > 1 || (isFull && group.Count > 0);
        foreach (var commit in group.Count > 0 ? group : Take(group))
        {
            if (!again)
                Fail(commit, failure);
            else if (await TryWriteAsync(() => [commit], isFull).ConfigureAwait(false) is { } own)
                Fail(commit, own);
        }
    }

    private async Task<Exception?> TryWriteAsync(Func<List<PendingCommit>> take, bool forgetsLog = false)
    {
        try
        {
            await InTurnAsync(() => Write(take, forgetsLog), CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    /// <summary>Nobody is taken before the database is ours: until then more commits gather, and may be cancelled.</summary>
    private bool Write(Func<List<PendingCommit>> take, bool forgetsLog)
    {
        List<PendingCommit> group;
        List<int?> logged;
        session.Execute("BEGIN IMMEDIATE");
        try
        {
            _place.Verify();
            group = take();
            if (forgetsLog)
                SqliteChanges.Forget(session);
            logged = group.ConvertAll(commit => commit.Apply(session));
            session.Execute("COMMIT");
        }
        catch
        {
            session.RollBack();
            throw;
        }

        // It stands, and is not done again whatever fails.
        var keys = forgetsLog ? 1 : 0;
        for (var i = 0; i < logged.Count; i++)
            keys += logged[i] ?? 0;
        _changes.Committed(keys);
        var displacement = Displacement();
        for (var i = 0; i < group.Count; i++)
        {
            if (displacement is null)
                MemoryWait.Insist(static all => all.Commit.Complete(all.Holds), (Commit: group[i], Holds: logged[i] is not null));
            else
                Fail(group[i], displacement);
        }

        return true;
    }

    private Exception? Displacement()
    {
        try
        {
            _place.Verify();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private void Fail(PendingCommit commit, Exception failure) => MemoryWait.Insist(
        static all => all.Commit.Fail(all.Writer.Translate(all.Failure)), (Writer: this, Commit: commit, Failure: failure));

    private List<PendingCommit> Take(List<PendingCommit> group)
    {
        lock (_line)
        {
            // All that needs memory, before the first one is taken.
            List<PendingCommit> none = [];
            group.Capacity = Math.Max(group.Capacity, group.Count + _waiting.Count);
            foreach (var commit in _waiting)
            {
                if (commit.TryTake())
                    group.Add(commit);
            }

            _waiting = none;
            return group;
        }
    }

    private ValueTask<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        return busy.UntilNotBusyAsync(OnceAsync, cancellationToken);

        async ValueTask<T> OnceAsync()
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                ObjectDisposedException.ThrowIf(_isOver, typeof(SqliteKeyValueStore));
                return work();
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    private Exception Translate(Exception failure) =>
        failure is SqliteException sqlite ? SqliteErrors.Translate(sqlite, database.Path) : failure;
}
