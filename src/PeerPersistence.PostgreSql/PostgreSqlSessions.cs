using System.Data;
using Npgsql;

namespace PeerPersistence;

/// <summary>
/// Connections to the server that takes writes, for as long as a piece of work takes, and further tries where one was cut off.
/// </summary>
internal sealed class PostgreSqlSessions(NpgsqlDataSource source, PostgreSqlStoreOptions options)
{
    private const double FirstWait = 0.01;
    private const double LongestWait = 1;

    private readonly NpgsqlMultiHostDataSource? _hosts = source as NpgsqlMultiHostDataSource;
    private readonly NpgsqlDataSource _primary = source is NpgsqlMultiHostDataSource hosts
        ? hosts.WithTargetSession(TargetSessionAttributes.Primary)
        : source;
    private readonly PostgreSqlStoreOptions _options = options;
    private volatile bool _hasSeenTable;

    public TimeProvider Time => _options.TimeProvider;

    /// <summary>Does work that one connection takes.</summary>
    /// <param name="work">Done anew each time; what a try began the server has undone when it fails.</param>
    /// <param name="patience">Asked before each step: the token that ends it.</param>
    public Task<T> RunAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> work, Func<CancellationToken> patience)
    {
        return RetryAsync(OnceAsync, patience);

        async Task<T> OnceAsync(CancellationToken token)
        {
            var connection = await _primary.OpenConnectionAsync(token).ConfigureAwait(false);
            await using var returned = connection.ConfigureAwait(false);
            return await work(connection, token).ConfigureAwait(false);
        }
    }

    /// <summary>Begins to read rows. The connection goes back when the reader is disposed of.</summary>
    /// <param name="command">What to read.</param>
    /// <param name="begin">Reads what has to be read in one try.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<(NpgsqlDataReader Rows, T Begun)> ReadAsync<T>(
        Func<NpgsqlConnection, NpgsqlCommand> command, Func<NpgsqlDataReader, CancellationToken, Task<T>> begin,
        CancellationToken cancellationToken)
    {
        return RetryAsync(OnceAsync, () => cancellationToken);

        async Task<(NpgsqlDataReader, T)> OnceAsync(CancellationToken token)
        {
            var connection = await _primary.OpenConnectionAsync(token).ConfigureAwait(false);
            try
            {
                var rows = await command(connection).ExecuteReaderAsync(CommandBehavior.CloseConnection, token).ConfigureAwait(false);
                return (rows, await begin(rows, token).ConfigureAwait(false));
            }
            catch
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    public Exception Translate(Exception failure) => PostgreSqlErrors.Translate(failure, _options.Table);

    private async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> once, Func<CancellationToken> patience)
    {
        long? failing = null;
        var mayCreate = _options.CreateTable;
        for (var tries = 0; ; tries++)
        {
            try
            {
                var result = await once(patience()).ConfigureAwait(false);
                _hasSeenTable = true;
                return result;
            }
            catch (PostgresException missing) when (mayCreate && IsMissing(missing) && (!_hasSeenTable || IsTooLong(failing)))
            {
                // One that was there is perhaps being restored from a dump, which makes it in a moment, and must not find another.
                mayCreate = false;
                await RetryAsync(CreateTableAsync, patience).ConfigureAwait(false);
                continue;
            }
            catch (Exception failure) when (PostgreSqlErrors.IsOurs(failure))
            {
                // Not since the call began: a try that hung until it timed out is followed by another all the same.
                var since = failing ??= _options.TimeProvider.GetTimestamp();
                var isPassing = PostgreSqlErrors.IsPassing(failure) || (mayCreate && IsMissing(failure));
                if (!isPassing || IsTooLong(since))
                    throw Translate(failure);
            }

            // What Npgsql remembers of the hosts is older than the failure.
            _hosts?.ClearDatabaseStates();
            await Task.Delay(WaitAfter(tries), _options.TimeProvider, patience()).ConfigureAwait(false);
        }
    }

    private static bool IsMissing(Exception failure) => failure is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable };

    private bool IsTooLong(long? since) => Elapsed(since) >= _options.RetryTimeout;

    private TimeSpan Elapsed(long? since) => since is { } begin ? _options.TimeProvider.GetElapsedTime(begin) : TimeSpan.Zero;

    private async Task<bool> CreateTableAsync(CancellationToken cancellationToken)
    {
        var connection = await _primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var returned = connection.ConfigureAwait(false);
        using var command = new NpgsqlCommand(PostgreSqlSchema.Of(_options.Table).CreateTable, connection);
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException other) when (
            other.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateObject)
        {
            // Somebody else was creating it at the same time.
        }

        return true;
    }

    /// <summary>
    /// Doubled with every try, and between half of it and all: those who were cut off together do not come back together.
    /// </summary>
    private TimeSpan WaitAfter(int tries) =>
        TimeSpan.FromSeconds(
            Math.Min(LongestWait, FirstWait * Math.Pow(2, Math.Min(tries, 10))) * (0.5 + (_options.Random.NextDouble() / 2)));
}
