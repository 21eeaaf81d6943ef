using System.Buffers.Binary;
using System.Collections.Concurrent;
using Npgsql;

namespace PeerPersistence;

/// <summary>The table, and everything that is ever said to the database.</summary>
/// <remarks>
/// Every statement names one store, the first column of the primary key: sharded by it, all that a transaction touches lies on one
/// shard. Keys are bytes in the order of <see cref="OrdinalKey"/>. Behind all keys lie the store's mark (<see cref="StoreMark"/>) and a row
/// for each of its writers (<see cref="WriterLog"/>), and before these what was cut off from them (<see cref="WriterCuts"/>).
/// A commit locks what it names, key by key in their order, and last its writer's row,
/// until it has ended: so commits that name the same key happen one after the other, the others beside each other, none of them waits for
/// one that waits for it, and reads wait for nobody.
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
        ReadHistory = $"SELECT key, value FROM {table} WHERE store = $1 AND key >= $2";
        ReadRange = $"{ReadHistory} AND key < $3";
        Lock = $"SELECT value FROM {table} WHERE store = $1 AND key = $2 FOR UPDATE";
        SetIfAbsent = $"INSERT INTO {table} (store, key, value) VALUES ($1, $2, $3) ON CONFLICT (store, key) DO NOTHING";
        Set = $"INSERT INTO {table} (store, key, value) VALUES ($1, $2, $3) ON CONFLICT (store, key) DO UPDATE SET value = excluded.value";
        Remove = $"DELETE FROM {table} WHERE store = $1 AND key = $2";
        RemoveIfSame = $"{Remove} AND value = $3";
        RemoveRange = $"DELETE FROM {table} WHERE store = $1 AND key >= $2 AND key < $3";
        Move = $"UPDATE {table} SET value = $3 WHERE store = $1 AND key = $2 AND substring(value, 1, 1) = $4";

        Add = Must($"{SetIfAbsent} RETURNING 1");
        Hold = Must($"SELECT 1 FROM {table} WHERE store = $1 AND key = $2 AND value = $3 FOR SHARE");
        Replace = Must($"UPDATE {table} SET value = $3 WHERE store = $1 AND key = $2 AND value = $4 RETURNING 1");
        Take = Must($"{RemoveIfSame} RETURNING 1");
        AddBehind = Must(
            $"INSERT INTO {table} (store, key, value) SELECT $1, $2, $3 WHERE {Holds("$4", "$5")} "
            + "ON CONFLICT (store, key) DO NOTHING RETURNING 1");
        ReplaceBehind = Must(
            $"UPDATE {table} SET value = $3 WHERE store = $1 AND key = $2 AND value = $4 AND {Holds("$5", "$6")} RETURNING 1");

        string Holds(string key, string value) => $"EXISTS (SELECT 1 FROM {table} WHERE store = $1 AND key = {key} AND value = {value})";
        static string Must(string statement) => $"WITH done AS ({statement}) SELECT 1 / count(*) FROM done{Expected}";
    }

    public const string Begin = "BEGIN ISOLATION LEVEL READ COMMITTED";

    /// <summary>Whoever falls asleep holding a lock loses it, so that the others go on.</summary>
    public const string LetNobodySleep = "SET LOCAL idle_in_transaction_session_timeout = '10s'";

    public const string Commit = "COMMIT";

    public const string Rollback = "ROLLBACK";

    /// <summary>What the server's log says of statements that fail on purpose.</summary>
    private const string Expected = " /* Divides by zero where another writer was quicker: no fault. */";

    /// <summary>Where the mark lies, before the writers' rows: no key has such a byte.</summary>
    public static byte[] MarkKey { get; } = [0xFF];

    /// <summary>Where the rows lie with what was cut off from the writers' rows, before the mark: no key has such a byte either.</summary>
    public static byte[] CutsKey { get; } = [0xFE];

    /// <summary>How many of these rows a writer has. The next one takes the first one's place.</summary>
    public const int Cuts = 64;

    public const int WriterKeyLength = 1 + sizeof(long);

    public string CreateTable { get; }

    public string Get { get; }

    public string GetMany { get; }

    public string Scan { get; }

    /// <summary>The mark and the writers' rows: all from the mark's key on.</summary>
    public string ReadHistory { get; }

    public string ReadRange { get; }

    public string Lock { get; }

    public string SetIfAbsent { get; }

    public string Set { get; }

    public string Remove { get; }

    public string RemoveIfSame { get; }

    public string RemoveRange { get; }

    /// <summary>Sets where the present value begins with a byte ($4).</summary>
    public string Move { get; }

    /// <summary>Sets a key that is absent. As all that follow, it locks the key, and fails with a division by zero otherwise, so that
    /// nothing sent behind it is done.</summary>
    public string Add { get; }

    /// <summary>Leaves a key that holds a value, and lets others do so.</summary>
    public string Hold { get; }

    /// <summary>Sets a key that holds a value ($4).</summary>
    public string Replace { get; }

    /// <summary>Removes a key that holds a value.</summary>
    public string Take { get; }

    /// <summary>Sets a key that is absent while another ($4) holds a value.</summary>
    public string AddBehind { get; }

    /// <summary>Sets a key that holds a value ($4) while another ($5) holds one, too.</summary>
    public string ReplaceBehind { get; }

    /// <summary>Where a writer's row lies.</summary>
    public static byte[] WriterKey(long writer)
    {
        byte[] key = [.. MarkKey, .. new byte[sizeof(long)]];
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(1), writer);
        return key;
    }

    /// <summary>Where what was cut off from a writer's row lies.</summary>
    /// <param name="writerKey">The row's key.</param>
    /// <param name="number">How many times it was cut before.</param>
    public static byte[] CutKey(byte[] writerKey, int number) => [.. CutsKey, .. writerKey.AsSpan(1), (byte)(number % Cuts)];

    /// <summary>Whose row, or cut, it is.</summary>
    public static long WriterOf(byte[] key) => BinaryPrimitives.ReadInt64BigEndian(key.AsSpan(1));

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
