using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace PeerPersistence;

/// <summary>A store in an SQLite database, which several processes may have open at once.</summary>
/// <remarks>
/// <para>Durable means: the disk has it (write-ahead log, <c>synchronous = FULL</c>). Commits that wait at the same time are written
/// and synced together.</para>
/// <para>Another process's commits are seen by the next read, and <see cref="GetChangesAsync"/> names their keys. While another process
/// writes, commits wait up to <see cref="SqliteStoreOptions.BusyTimeout"/>.</para>
/// <para>The database lies on a local drive: SQLite's locks do not work over networks. Beside it lie <c>-wal</c> and <c>-shm</c> while
/// it is open; they belong to it. On Unix it is created for its owner's eyes only.</para>
/// <para>Disposing writes what was accepted; calls that come later throw <see cref="ObjectDisposedException"/>, disposing again
/// changes nothing.</para>
/// </remarks>
public sealed class SqliteKeyValueStore : IChangeTrackingStore, IBatchReadingStore, ICompactingStore, IAsyncDisposable, IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly SqliteReaders _readers;
    private readonly BusyWait _busy;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile SqliteWriter? _writer;

    /// <summary>A store that its first call opens.</summary>
    internal SqliteKeyValueStore(string path, SqliteStoreOptions? options)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
            throw new ArgumentException("Must not be empty.", nameof(path));
        options ??= new();
        options.Validate();
        _database = new(path, options.MaxSizeBytes, options.AllowSharedFile);
        _readers = new(_database);
        _busy = new(options.BusyTimeout, options.TimeProvider);
    }

    /// <summary>Opens the database <paramref name="path"/>, or creates it, with its folder.</summary>
    /// <param name="path">The file. One of length zero is a new store.</param>
    /// <param name="options"><c>null</c>: the defaults.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The store, open. It is the caller's to dispose of.</returns>
    /// <exception cref="StoreLockedException">Another process was busy with it for longer than
    /// <see cref="SqliteStoreOptions.BusyTimeout"/>.</exception>
    /// <exception cref="StoreCorruptedException">The file is damaged, or not one of ours. It was left as it is.</exception>
    /// <exception cref="UnsupportedSchemaVersionException">A newer version wrote it. It was left as it is.</exception>
    /// <exception cref="StoreFullException">There is no room to create it.</exception>
    /// <exception cref="PeerPersistenceException">SQLite could not open it; or it, or its log, is another user's, or others may write to
    /// it (<see cref="SqliteStoreOptions.AllowSharedFile"/>).</exception>
    /// <exception cref="IOException">The folder could not be made.</exception>
    public static async Task<SqliteKeyValueStore> OpenAsync(
        string path, SqliteStoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        var store = new SqliteKeyValueStore(path, options);
        await store.WriterAsync(cancellationToken).ConfigureAwait(false);
        return store;
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return ReadAsync(session => session.Get(key), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return ReadAsync(session => session.GetMany(keys), cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        await WriterAsync(cancellationToken).ConfigureAwait(false);
        var session = await UntilReadAsync(_readers.Rent, cancellationToken).ConfigureAwait(false);
        SqliteStatement? rows = null;
        try
        {
            rows = await UntilReadAsync(() => session.Scan(prefix), cancellationToken).ConfigureAwait(false);
            while (await UntilReadAsync(rows.Step, cancellationToken).ConfigureAwait(false))
            {
                _readers.ThrowIfClosed();
                if (OrdinalKey.TryDecode(rows.Blob(0), out var key)) // Somebody may have planted a row that is none of ours.
                    yield return new(key, rows.Blob(1).ToArray());
            }
        }
        finally
        {
            rows?.Reset();
            _readers.Return(session);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StoreLockedException">Another process was writing for longer than <see cref="SqliteStoreOptions.BusyTimeout"/>;
    /// nothing was written.</exception>
    /// <exception cref="StoreFullException">There is no room; nothing was written.</exception>
    /// <exception cref="StoreCorruptedException">The file is damaged; nothing was written.</exception>
    /// <exception cref="PeerPersistenceException">Among others: the file was replaced, moved or deleted while it was open.</exception>
    public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        return CommitAsync(new PendingCommit(batch), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
    {
        var writer = await WriterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await writer.GetChangesAsync(since, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.Translate(failure, _database.Path);
        }
    }

    /// <summary>
    /// Rewrites the database (<c>VACUUM</c>) and empties its log, so that what was removed or replaced is no longer on the disk.
    /// </summary>
    /// <remarks>Commits wait meanwhile. Other stores on the database, in whatever process, scan again afterwards.</remarks>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when the database is rewritten.</returns>
    /// <exception cref="StoreLockedException">Somebody wrote or scanned for longer than <see cref="SqliteStoreOptions.BusyTimeout"/>; call
    /// it again.</exception>
    /// <exception cref="StoreFullException">There is no room for the copy.</exception>
    public async Task CompactAsync(CancellationToken cancellationToken = default)
    {
        var writer = await WriterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Run(
                async () => await writer.CompactAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.Translate(failure, _database.Path);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            _readers.Dispose();
            if (_writer is { } writer)
                await writer.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async ValueTask<bool> CommitAsync(PendingCommit commit, CancellationToken cancellationToken)
    {
        var writer = await WriterAsync(cancellationToken).ConfigureAwait(false);
        return await writer.CommitAsync(commit, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<SqliteWriter> WriterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _readers.ThrowIfClosed();
        return _writer is { } open ? new(open) : new(OpenOnceAsync(cancellationToken));
    }

    private async Task<SqliteWriter> OpenOnceAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _readers.ThrowIfClosed();
            return _writer ??= await Task.Run(
                async () => await UntilReadAsync(OpenWriter, cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _opening.Release();
        }
    }

    private SqliteWriter OpenWriter()
    {
        var session = _database.OpenWriter();
        try
        {
            return new(session, _database, _busy);
        }
        catch
        {
            // It reads, and somebody else may be busy: the next try has a session of its own.
            _database.Close(session);
            throw;
        }
    }

    private async ValueTask<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await WriterAsync(cancellationToken).ConfigureAwait(false);
        var session = await UntilReadAsync(_readers.Rent, cancellationToken).ConfigureAwait(false);
        try
        {
            return await UntilReadAsync(() => read(session), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _readers.Return(session);
        }
    }

    private async ValueTask<T> UntilReadAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await _busy.UntilNotBusyAsync(() => new ValueTask<T>(read()), cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException failure)
        {
            throw SqliteErrors.Translate(failure, _database.Path);
        }
    }
}
