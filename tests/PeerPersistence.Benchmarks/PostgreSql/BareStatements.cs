using Npgsql;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>What Npgsql does with one statement and a table like the store's: the least a round trip and a synced commit cost.</summary>
internal sealed class BareStatements : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;

    private BareStatements(NpgsqlDataSource source) => _source = source;

    public static async Task<BareStatements> PrepareAsync(NpgsqlDataSource source)
    {
        await using var create = source.CreateCommand("CREATE TABLE bare (store text, key bytea, value bytea NOT NULL, PRIMARY KEY (store, key))");
        await create.ExecuteNonQueryAsync();
        return new(source);
    }

    public async Task SetAsync(string key, byte[] value)
    {
        await using var command = Command("INSERT INTO bare VALUES ($1, $2, $3) ON CONFLICT (store, key) DO UPDATE SET value = excluded.value", key);
        command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    public async Task GetAsync(string key)
    {
        await using var command = Command("SELECT value FROM bare WHERE store = $1 AND key = $2", key);
        await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await using var drop = _source.CreateCommand("DROP TABLE bare");
        await drop.ExecuteNonQueryAsync();
    }

    private NpgsqlCommand Command(string sql, string key)
    {
        var command = _source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = "alone" });
        command.Parameters.Add(new() { Value = System.Text.Encoding.UTF8.GetBytes(key) });
        return command;
    }
}
