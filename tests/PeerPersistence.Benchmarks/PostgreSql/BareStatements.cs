using System.Text;
using Npgsql;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>What Npgsql does with one statement and a table like the store's: the least a round trip and a synced commit cost.</summary>
internal sealed class BareStatements(NpgsqlDataSource source, string store)
{
    /// <summary>Of a value, in bytes: a small record.</summary>
    public const int Length = 300;

    public static async Task CreateTableAsync(NpgsqlDataSource source)
    {
        await using var create = source.CreateCommand("CREATE TABLE bare (store text, key bytea, value bytea NOT NULL, PRIMARY KEY (store, key))");
        await create.ExecuteNonQueryAsync();
    }

    public async Task SetAsync(string key, byte[] value)
    {
        await using var command = Command("INSERT INTO bare VALUES ($1, $2, $3) ON CONFLICT (store, key) DO UPDATE SET value = excluded.value", key, value);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<byte[]> GetAsync(string key)
    {
        await using var command = Command("SELECT value FROM bare WHERE store = $1 AND key = $2", key);
        return (byte[])(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Reads a value, and sets the next one if it is still that.</summary>
    public async Task<bool> RaiseAsync(string key)
    {
        var before = await GetAsync(key);
        var after = before.ToArray();
        BitConverter.TryWriteBytes(after, BitConverter.ToInt64(before) + 1);
        await using var command = Command("UPDATE bare SET value = $3 WHERE store = $1 AND key = $2 AND value = $4", key, after, before);
        return await command.ExecuteNonQueryAsync() == 1;
    }

    private NpgsqlCommand Command(string sql, string key, params ReadOnlySpan<byte[]> values)
    {
        var command = source.CreateCommand(sql);
        command.Parameters.Add(new() { Value = store });
        command.Parameters.Add(new() { Value = Encoding.UTF8.GetBytes(key) });
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
