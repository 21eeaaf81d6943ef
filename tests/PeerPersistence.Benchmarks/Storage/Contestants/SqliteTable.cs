using Microsoft.Data.Sqlite;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>A table of keys and values as an app would write it with Microsoft.Data.Sqlite: WAL, FULL, prepared commands.</summary>
internal sealed class SqliteTable : ITable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _set;
    private readonly SqliteCommand _get;
    private readonly SqliteCommand _scan;

    public SqliteTable(string folder)
    {
        _connection = new($"Data Source={Path.Combine(folder, "plain.db")};Pooling=False");
        _connection.Open();
        using var prepare = Command(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE IF NOT EXISTS entries (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, value BLOB NOT NULL);
            """);
        prepare.ExecuteNonQuery();
        _set = Command("INSERT INTO entries (key, value) VALUES ($key, $value) ON CONFLICT (key) DO UPDATE SET value = excluded.value");
        _set.Parameters.Add("$key", SqliteType.Text);
        _set.Parameters.Add("$value", SqliteType.Blob);
        _get = Command("SELECT value FROM entries WHERE key = $key");
        _get.Parameters.Add("$key", SqliteType.Text);
        _scan = Command("SELECT key, value FROM entries ORDER BY key");
    }

    /// <summary>Writes all in one transaction.</summary>
    public void Set(IEnumerable<KeyValuePair<string, byte[]>> records)
    {
        using var transaction = _connection.BeginTransaction();
        _set.Transaction = transaction;
        foreach (var (key, value) in records)
        {
            (_set.Parameters[0].Value, _set.Parameters[1].Value) = (key, value);
            _set.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    public byte[] Get(string key)
    {
        _get.Parameters[0].Value = key;
        return (byte[])_get.ExecuteScalar()!;
    }

    public int Scan()
    {
        using var rows = _scan.ExecuteReader();
        var count = 0;
        for (; rows.Read(); count++)
            _ = (rows.GetString(0), rows.GetFieldValue<byte[]>(1));
        return count;
    }

    public void Dispose()
    {
        _set.Dispose();
        _get.Dispose();
        _scan.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Command(string sql) => new(sql, _connection);
}
