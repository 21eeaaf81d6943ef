using System.Text;
using Npgsql;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>What Npgsql does with one statement and a table like the store's: the least a round trip and a synced commit cost.</summary>
internal sealed class BareStatements(NpgsqlDataSource source, string store)
{
    /// <summary>Of a value, in bytes: a small record.</summary>
    public const int Length = 300;

    private const string CompareAndSet = "UPDATE bare SET value = $3 WHERE store = $1 AND key = $2 AND value = $4";

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
        await using var command = Command(CompareAndSet, key, Raised(before), before);
        return await command.ExecuteNonQueryAsync() == 1;
    }

    /// <summary>What a commit of the store says: a row of its own, or one that everybody writes, then what is set if it is still that.</summary>
    public async Task<bool> RaiseAfterAsync(string own, string key)
    {
        var before = await GetAsync(key);
        try
        {
            await RunAsync(Turn(own), Row($"WITH done AS ({CompareAndSet} RETURNING 1) SELECT 1 / count(*) FROM done", key, Raised(before), before));
            return true;
        }
        catch (PostgresException late) when (late.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            return false;
        }
    }

    /// <summary>The same for several rows in one transaction, whichever of them are as they were read.</summary>
    /// <returns>How many were.</returns>
    public async Task<int> RaiseTogetherAsync(string own, IReadOnlyList<string> keys)
    {
        var values = await Task.WhenAll(keys.Select(GetAsync));
        var sets = keys.Zip(values, (key, before) => Row(CompareAndSet, key, Raised(before), before)).ToArray();
        await RunAsync([Turn(own), .. sets]);
        return sets.Sum(each => (int)each.RecordsAffected);
    }

    private async Task RunAsync(params NpgsqlBatchCommand[] commands)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var command in (NpgsqlBatchCommand[])[new("BEGIN"), .. commands, new("COMMIT")])
            batch.BatchCommands.Add(command);
        await batch.ExecuteNonQueryAsync();
    }

    private NpgsqlBatchCommand Turn(string own) => Row(
        "UPDATE bare SET value = $3 WHERE store = $1 AND key = $2", own, Guid.NewGuid().ToByteArray());

    private NpgsqlBatchCommand Row(string sql, string key, params ReadOnlySpan<byte[]> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(new() { Value = store });
        command.Parameters.Add(new() { Value = Encoding.UTF8.GetBytes(key) });
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }

    private static byte[] Raised(byte[] before)
    {
        var after = before.ToArray();
        BitConverter.TryWriteBytes(after, BitConverter.ToInt64(before) + 1);
        return after;
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
