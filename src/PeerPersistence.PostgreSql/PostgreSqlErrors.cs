using System.Net.Sockets;
using Npgsql;

namespace PeerPersistence;

/// <summary>What failures of the server and of the way to it mean here. No message names a host, a user or a database.</summary>
internal static class PostgreSqlErrors
{
    private const string SleptInTransaction = "25P03";
    private const string OutcomeUnknown = "40003";

    /// <summary>Whether the exception is the database's.</summary>
    public static bool IsOurs(Exception failure) => failure is NpgsqlException or SocketException;

    /// <summary>
    /// Whether another try may succeed: a conflict, a deadlock, a lost connection, a server that starts, stops or is no primary yet.
    /// </summary>
    /// <remarks>
    /// Npgsql does not call all of these transient. Of several hosts another one may become the primary; and what a server says while it
    /// starts may come where Npgsql expects something else. A password that is missing is missing the next time, too.
    /// </remarks>
    public static bool IsPassing(Exception failure) => failure switch
    {
        PostgresException { SqlState: var state } => state[..2] is "08" or "40" or "57" && state != PostgresErrorCodes.QueryCanceled
            || state is PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.LockNotAvailable or SleptInTransaction,
        NpgsqlException npgsql => npgsql.IsTransient || !npgsql.Message.StartsWith("No password", StringComparison.Ordinal),
        _ => failure is SocketException,
    };

    /// <summary>Whether the server has said that the transaction is undone. Otherwise it may have been committed.</summary>
    public static bool IsUndone(Exception failure) =>
        failure is PostgresException { InvariantSeverity: "ERROR", SqlState: not OutcomeUnknown };

    /// <summary>Whether what is stored, or was given, made the statement fail.</summary>
    public static bool IsAboutData(PostgresException failure) => failure.SqlState.StartsWith("22", StringComparison.Ordinal);

    // No inner exception where the server's message may hold a name.
    public static Exception Translate(Exception failure, string table) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } full =>
            new StoreFullException("The server's disk is full. Nothing was committed.", full),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } readOnly =>
            new PeerPersistenceException("The server is read-only: a standby, or set so. Name the primary, or all hosts of it.", readOnly),
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } missing =>
            new PeerPersistenceException(
                $"The table '{table}' is missing. Run the script of the documentation, or let the store create it.", missing),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } =>
            new PeerPersistenceException($"The database's user lacks a privilege on the table '{table}', or to create it."),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            new PeerPersistenceException("The server refused the user or the password."),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            new PeerPersistenceException("The server has no such database."),
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
            new PeerPersistenceException("The server accepts no more connections. Use smaller pools, or raise its max_connections."),
        PostgresException { SqlState: var state } =>
            new PeerPersistenceException($"PostgreSQL failed with code {state}; its log says more."),
        NpgsqlException { InnerException: TimeoutException } => new PeerPersistenceException(
            "PostgreSQL did not answer in time, or every connection of the pool was in use. Is it reachable? Is 'Maximum Pool Size' " +
                "large enough?"),
        _ => new PeerPersistenceException($"There is no connection to PostgreSQL{Reason(failure)}."),
    };

    // The messages of Npgsql and of sockets name hosts; these do not.
    private static string Reason(Exception failure) => failure.GetBaseException() switch
    {
        AggregateException several => Reason(several.InnerExceptions[0]),
        SocketException socket => $": {socket.SocketErrorCode}",
        NpgsqlException => ": no primary was found, or it wants what the connection string does not give",
        var other => $": {other.GetType().Name}",
    };
}
