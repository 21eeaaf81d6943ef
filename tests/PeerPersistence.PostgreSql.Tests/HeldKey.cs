using Npgsql;

namespace PeerPersistence.PostgreSql.Tests;

/// <summary>Somebody's transaction that holds a key until it is disposed of.</summary>
internal sealed class HeldKey : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private HeldKey(NpgsqlConnection connection) => _connection = connection;

    public static async Task<HeldKey> HoldAsync(string store, string key)
    {
        var held = new HeldKey(await (await SharedServer.Source).OpenConnectionAsync());
        await held._connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"SELECT 1 FROM peer_persistence WHERE store = '{store}' AND key = '{key}' FOR UPDATE", held._connection);
        (await command.ExecuteScalarAsync()).Should().Be(1);
        return held;
    }

    public async Task UntilSomebodyWaitsAsync() => await (await SharedServer.Value).UntilAsync(
        $"SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND {_connection.ProcessID} = ANY (pg_blocking_pids(pid)))");

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
