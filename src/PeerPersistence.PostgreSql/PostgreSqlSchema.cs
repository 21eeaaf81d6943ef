using System.Collections.Concurrent;
using Npgsql;

namespace PeerPersistence;

/// <summary>The table, and everything that is ever said to the database.</summary>
/// <remarks>
/// Every statement names one store, the first column of the primary key: sharded by it, all that a transaction touches lies on one
/// shard. Keys are bytes in the order of <see cref="OrdinalKey"/>. One row of each store is its head (<see cref="StoreHead"/>), under
/// a key behind all others; a commit locks it, so commits of one store happen one after the other, and reads wait for nobody.
/// </remarks>
internal sealed class PostgreSqlSchema
{
    private static readonly ConcurrentDictionary<string, PostgreSqlSchema> s_known = new(StringComparer.Ordinal);

    private PostgreSqlSchema(string table)
    {
        CreateTable = $"""
            CREATE TABLE IF NOT EXISTS {table} (
                store text NOT NULL,
                key bytea NOT NULL,
                value bytea NOT NULL,
                PRIMARY KEY (store, key)
            )
            """;
        Get = $"SELECT value FROM {table} WHERE store = $1 AND key = $2";
        GetMany = $"SELECT key, value FROM {table} WHERE store = $1 AND key = ANY($2)";
        Scan = $"SELECT key, value FROM {table} WHERE store = $1 AND key >= $2 AND key < $3 ORDER BY key";
        Lock = $"SELECT value FROM {table} WHERE store = $1 AND key = $2 FOR UPDATE";
        SetIfAbsent = $"INSERT INTO {table} (store, key, value) VALUES ($1, $2, $3) ON CONFLICT (store, key) DO NOTHING";
        Set = $"INSERT INTO {table} (store, key, value) VALUES ($1, $2, $3) ON CONFLICT (store, key) DO UPDATE SET value = excluded.value";
        Remove = $"DELETE FROM {table} WHERE store = $1 AND key = $2";
        CheckHolds = $"SELECT 1 / count(*) FROM {table} WHERE store = $1 AND key = $2 AND value = $3{Expected}";
        CheckAbsent = $"SELECT 1 / (1 - count(*)) FROM {table} WHERE store = $1 AND key = $2{Expected}";

        const int digits = StoreHeadFormat.Digits, seat = StoreHeadFormat.SeatLength, id = seat - digits;
        var latest = $"convert_from(substring(value, $6, {digits}), 'UTF8')::bigint";
        var next = $"convert_to(lpad(GREATEST({latest} + 1, $7)::text, {digits}, '0'), 'UTF8')";
        TakeTurn = $"""
            WITH head AS (
                UPDATE {table}
                SET value = substring(value, 1, $4 + {id - 1}) || {next} || substring(value, $4 + {seat}, $6 - $4 - {seat}) || {next} || $8
                    || substring(value, $6, $9)
                WHERE store = $1 AND key = $2 AND substring(value, 1, {StoreHeadFormat.PrefixLength}) =
                    $3 AND substring(value, $4, {seat}) = $5
                RETURNING {latest} AS revision
            )
            SELECT max(revision), 1 / count(*) FROM head{Expected}
            """;
    }

    public const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED";

    /// <summary>Whoever falls asleep holding the lock loses it, so that the others go on.</summary>
    public const string LetNobodySleep = "SET LOCAL idle_in_transaction_session_timeout = '10s'";

    public const string Commit = "COMMIT";

    public const string Rollback = "ROLLBACK";

    /// <summary>What the server's log says of statements that fail on purpose, where another writer was quicker.</summary>
    private const string Expected = " /* Divides by zero where another writer was quicker: no fault. */";

    /// <summary>Where the head lies: no key has such a byte.</summary>
    public static byte[] HeadKey { get; } = [0xFF];

    public string CreateTable { get; }

    public string Get { get; }

    public string GetMany { get; }

    public string Scan { get; }

    public string Lock { get; }

    public string SetIfAbsent { get; }

    public string Set { get; }

    public string Remove { get; }

    /// <summary>Fails with a division by zero where the key does not hold this value, so that nothing sent behind it is done.</summary>
    public string CheckHolds { get; }

    /// <summary>The same where the key is there.</summary>
    public string CheckAbsent { get; }

    /// <summary>Locks the head, writes the next one, and gives its revision; fails where a writer's place is not as it left it.</summary>
    /// <remarks>
    /// $3: the head's first bytes; $4: where the writer's place begins, counted from 1; $5: the place's bytes; $6: where the log begins;
    /// $7: the revision, if it is greater than the last; $8: the keys; $9: how many bytes of the log stay.
    /// </remarks>
    public string TakeTurn { get; }

    /// <summary>A statement that stands alone.</summary>
    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql, string store, params ReadOnlySpan<byte[]> keys)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = store });
        foreach (var key in keys)
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = key });
        return command;
    }

    /// <summary>Thousands of stores share one.</summary>
    public static PostgreSqlSchema Of(string table) =>
        s_known.GetOrAdd(table, name => new(string.Join(".", name.Split('.').Select(part => $"\"{part}\""))));
}
