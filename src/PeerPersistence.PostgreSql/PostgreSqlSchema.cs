using System.Collections.Concurrent;

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
        Scan = $"SELECT key, value FROM {table} WHERE store = $1 AND key >= $2 AND key < $3 ORDER BY key";
        Lock = $"SELECT value FROM {table} WHERE store = $1 AND key = $2 FOR UPDATE";
        SetIfAbsent = $"INSERT INTO {table} (store, key, value) VALUES ($1, $2, $3) ON CONFLICT (store, key) DO NOTHING";
        Set = $"INSERT INTO {table} (store, key, value) VALUES ($1, $2, $3) ON CONFLICT (store, key) DO UPDATE SET value = excluded.value";
        Remove = $"DELETE FROM {table} WHERE store = $1 AND key = $2";
    }

    public const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED";

    /// <summary>Whoever falls asleep holding the lock loses it, so that the others go on.</summary>
    public const string LetNobodySleep = "SET LOCAL idle_in_transaction_session_timeout = '10s'";

    public const string Commit = "COMMIT";

    /// <summary>Where the head lies: no key has such a byte.</summary>
    public static byte[] HeadKey { get; } = [0xFF];

    public string CreateTable { get; }

    public string Get { get; }

    public string Scan { get; }

    public string Lock { get; }

    public string SetIfAbsent { get; }

    public string Set { get; }

    public string Remove { get; }

    /// <summary>Thousands of stores share one.</summary>
    public static PostgreSqlSchema Of(string table) => s_known.GetOrAdd(table, name => new(string.Join(".", name.Split('.').Select(part => $"\"{part}\""))));
}
