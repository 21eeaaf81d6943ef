using System.Runtime.CompilerServices;
using Npgsql;

namespace PeerPersistence;

/// <summary>A store in a table of PostgreSQL, which many stores share, and many processes each of them.</summary>
/// <remarks>
/// <para>Durable means: as the server's <c>synchronous_commit</c> promises. Unless it was changed, the server's disk has it, and with
/// synchronous replication a standby's as well. A commit whose answer was lost is looked for, never made twice.</para>
/// <para>Commits that name the same key wait for each other, whoever makes them; others do not, and reads wait for nobody. Other
/// processes' commits are seen by the next read and named by <see cref="GetChangesAsync"/>.</para>
/// <para>An idle store costs no connection. A call takes one from the pool while it lasts; commits of one store object take up to four.
/// What a failover, a deadlock or a lost connection cut off is tried again, for up to <see cref="PostgreSqlStoreOptions.RetryTimeout"/>. A
/// scan reads up to 4 MB before it gives its first entry. Beyond that it keeps its connection until it is left, and throws when it is
/// lost.</para>
/// <para>Disposing waits for the commit that is on its way; calls that come later, and commits that wait in line, throw
/// <see cref="ObjectDisposedException"/>. Disposing again changes nothing.</para>
/// </remarks>
public sealed class PostgreSqlKeyValueStore : IChangeTrackingStore, IBatchReadingStore, IAsyncDisposable, IDisposable
{
    private readonly StoreRows _rows;
    private readonly StoreLogs _logs;
    private readonly PostgreSqlSessions _sessions;
    private readonly PostgreSqlScans _scans;
    private readonly NpgsqlDataSource? _owned;
    private readonly PostgreSqlWriters _writers;
    private readonly PostgreSqlRefusals _refusals;
    private volatile bool _isClosed;

    /// <summary>A store on a data source of the application's own, which stays its owner's. Nothing is connected to yet.</summary>
    /// <param name="dataSource">Many stores may share one. Of several hosts the primary is taken.</param>
    /// <param name="storeName">Tells the stores of a table apart: 1 to 300 characters, no control characters.</param>
    /// <param name="options"><c>null</c>: the defaults.</param>
    public PostgreSqlKeyValueStore(NpgsqlDataSource dataSource, string storeName, PostgreSqlStoreOptions? options = null)
        : this(dataSource, storeName, options, isOwned: false)
    {
    }

    /// <summary>A store with a pool of connections of its own, which is closed with it. Nothing is connected to yet.</summary>
    /// <param name="connectionString">As Npgsql takes it. Of several hosts the primary is taken.</param>
    /// <param name="storeName">Tells the stores of a table apart: 1 to 300 characters, no control characters.</param>
    /// <param name="options"><c>null</c>: the defaults.</param>
    public PostgreSqlKeyValueStore(string connectionString, string storeName, PostgreSqlStoreOptions? options = null)
        : this(PostgreSqlDataSources.Create(connectionString), storeName, options, isOwned: true)
    {
    }

    private PostgreSqlKeyValueStore(NpgsqlDataSource dataSource, string storeName, PostgreSqlStoreOptions? options, bool isOwned)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        StoreName.Check(storeName);
        options ??= new();
        options.Validate();
        var schema = PostgreSqlSchema.Of(options.Table);
        _rows = new(schema, storeName);
        _logs = new(_rows, options.TimeProvider, options.Random);
        _sessions = new(dataSource, options);
        _scans = new(_sessions, schema, storeName);
        _owned = isOwned ? dataSource : null;
        _writers = new(options.Random);
        _refusals = new(options.Random);
    }

    /// <inheritdoc/>
    /// <exception cref="PeerPersistenceException">The server does not answer, or refuses; the message says which.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ThrowIfClosed();
        var encoded = OrdinalKey.Encode(key);
        var found = await _sessions.RunAsync(
            (connection, token) => _rows.FindAsync(connection, encoded, token), () => cancellationToken).ConfigureAwait(false);
        return found is { } value ? (ReadOnlyMemory<byte>?)value : null;
    }

    /// <inheritdoc/>
    /// <exception cref="PeerPersistenceException">The server does not answer, or refuses; the message says which.</exception>
    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>?>> GetManyAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        if (keys.Count == 0)
            return [];
        byte[][] encoded = [.. keys.Distinct(StringComparer.Ordinal).Select(OrdinalKey.Encode)];
        var found = await _sessions.RunAsync(
            (connection, token) => _rows.ReadAsync(connection, encoded, token), () => cancellationToken).ConfigureAwait(false);
        return [.. keys.Select(key => found.TryGetValue(key, out var value) ? value : (ReadOnlyMemory<byte>?)null)];
    }

    /// <inheritdoc/>
    /// <exception cref="PeerPersistenceException">The server does not answer, or refuses, or the connection was lost after the first 4
    /// MB.</exception>
    public async IAsyncEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> ScanAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ThrowIfClosed();
        cancellationToken.ThrowIfCancellationRequested();
        await foreach (
            var row in _scans.ReadAsync(OrdinalKey.Encode(prefix), OrdinalKey.EndOf(prefix), cancellationToken).ConfigureAwait(false))
        {
            yield return row;
            ThrowIfClosed();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StoreFullException">The server's disk is full; nothing was written.</exception>
    /// <exception cref="PeerPersistenceException">The server does not answer, or refuses; the message says whether the commit may
    /// stand.</exception>
    public ValueTask<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        cancellationToken.ThrowIfCancellationRequested();
        return AnswerAsync(new CommitStatements(_rows, batch), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="PeerPersistenceException">The server does not answer, or refuses; the message says which.</exception>
    public async ValueTask<StoreChanges> GetChangesAsync(string? since, CancellationToken cancellationToken = default)
    {
        ThrowIfClosed();
        return await _sessions.RunAsync(TellAsync, () => cancellationToken).ConfigureAwait(false);

        async Task<StoreChanges> TellAsync(NpgsqlConnection connection, CancellationToken token)
        {
            var history = await _rows.ReadHistoryAsync(connection, token).ConfigureAwait(false);
            var cuts = history.IsCutSince(since) ? await _rows.ReadCutsAsync(connection, token).ConfigureAwait(false) : null;
            return history.ChangesSince(since, cuts);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        await _writers.DisposeAsync().ConfigureAwait(false);
        if (_owned is not null)
            await _owned.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async ValueTask<bool> AnswerAsync(CommitStatements statements, CancellationToken cancellationToken)
    {
        var began = _sessions.Time.GetTimestamp();
        var isCommitted = await CommitAsync(statements, cancellationToken).ConfigureAwait(false);
        if (isCommitted)
            _refusals.Reset();
        else
            await Task.Delay(_refusals.Next(_sessions.Time.GetElapsedTime(began)), _sessions.Time, cancellationToken).ConfigureAwait(false);
        return isCommitted;
    }

    private async ValueTask<bool> CommitAsync(CommitStatements statements, CancellationToken cancellationToken)
    {
        var writer = await _writers.TakeAsync(cancellationToken).ConfigureAwait(false);
        var commit = new PostgreSqlCommit(statements, _logs, writer, _sessions.Time);
        try
        {
            ThrowIfClosed();
            return await _sessions.RunAsync(
                (connection, _) => commit.TryAsync(connection, cancellationToken),
                () => commit.IsUnknown ? CancellationToken.None : cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (commit.IsUnknown)
        {
            writer.Renew();
            throw new PeerPersistenceException(
                "The connection was lost while committing, and nobody knows whether the commit stands.", failure);
        }
        finally
        {
            _writers.Return(writer);
        }
    }

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_isClosed, typeof(PostgreSqlKeyValueStore));
}
