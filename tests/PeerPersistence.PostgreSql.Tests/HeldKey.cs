using Npgsql;

namespace PeerPersistence.PostgreSql.Tests;

/// <summary>Somebody's transaction that holds a key until it ends.</summary>
internal sealed class HeldKey : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private HeldKey(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Holds one that is there.</summary>
    public static Task<HeldKey> HoldAsync(string store, string key) =>
        BeginAsync($"SELECT FROM peer_persistence WHERE store = '{store}' AND key = '{key}' FOR UPDATE");

    /// <summary>Adds one that nobody else sees yet.</summary>
    public static Task<HeldKey> AddAsync(string store, string key) => BeginAsync($"INSERT INTO peer_persistence VALUES ('{store}', '{key}', 'added')");

    public async Task UntilSomebodyWaitsAsync() => await (await SharedServer.Value).UntilAsync(
        $"SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND {_connection.ProcessID} = ANY (pg_blocking_pids(pid)))");

    public Task CommitAsync() => RunAsync("COMMIT");

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static async Task<HeldKey> BeginAsync(string sql)
    {
        var held = new HeldKey(await (await SharedServer.Source).OpenConnectionAsync());
        await held.RunAsync($"BEGIN; {sql}");
        return held;
    }

    private async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }
}
