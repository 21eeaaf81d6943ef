using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PeerPersistence;

/// <summary>A connection and its statements, for one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private const int SomeKeys = 32;
    private const int ManyKeys = 512;

    private static readonly string s_getSome = SelectOf(SomeKeys);
    private static readonly string s_getMany = SelectOf(ManyKeys);

    private readonly SqliteConnection _connection;
    private string? _logName;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    public SqliteSession(string connectionString)
    {
        _connection = new(connectionString);
        try
        {
            _connection.Open();
            Harden();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public sqlite3 Database => _connection.Handle!;

    public void Execute(string sql) => SqliteException.ThrowExceptionForRC(raw.sqlite3_exec(Database, sql), Database);

    /// <summary>Undoes what a transaction has done so far, unless SQLite has done so already.</summary>
    public void RollBack()
    {
        // What it returns is of no use: the failure that led here is the one to tell of.
        if (raw.sqlite3_get_autocommit(Database) == 0)
            _ = raw.sqlite3_exec(Database, "ROLLBACK");
    }

    /// <summary>A number that changes when somebody else has committed, be it this process or another.</summary>
    public long DataVersion() => RunToEnd(Prepared("PRAGMA data_version"));

    public long Integer(string sql)
    {
        using var statement = new SqliteStatement(Database, sql);
        statement.Step();
        return statement.Integer(0);
    }

    public ReadOnlyMemory<byte>? Get(string key)
    {
        ReadOnlyMemory<byte>? absent = null;
        var statement = Prepared("SELECT value FROM records WHERE key = ?1").Bind(1, OrdinalKey.Encode(key));
        try
        {
            return statement.Step() ? statement.Blob(0).ToArray() : absent;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>The values in the order of the keys, some hundred with each statement.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>?> GetMany(IReadOnlyList<string> keys)
    {
        var values = new ReadOnlyMemory<byte>?[keys.Count];
        var room = new RoomForValues(this);
        for (var from = 0; from < keys.Count; from += ManyKeys)
            GetSome(keys, from, Math.Min(keys.Count - from, ManyKeys), values, room);
        return values;
    }

    /// <summary>Keys and values to step through. The first step fixes the snapshot; a reset gives it free.</summary>
    public SqliteStatement Scan(string prefix) =>
        Prepared("SELECT key, value FROM records WHERE key >= ?1 AND key < ?2 ORDER BY key")
            .Bind(1, OrdinalKey.Encode(prefix)).Bind(2, OrdinalKey.EndOf(prefix));

    /// <summary>Whether a key holds these bytes, or is absent where <c>null</c>.</summary>
    public bool Holds(byte[] key, ReadOnlyMemory<byte>? expected)
    {
        var statement = Prepared("SELECT (SELECT value FROM records WHERE key = ?1) IS ?2").Bind(1, key);
        _ = expected is { } bytes ? statement.Bind(2, bytes.Span) : statement.BindNull(2);
        return RunToEnd(statement) == 1;
    }

    public void Set(byte[] key, ReadOnlySpan<byte> value) =>
        RunToEnd(
            Prepared("INSERT INTO records (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
                .Bind(1, key).Bind(2, value));

    public void Remove(byte[] key) => RunToEnd(Prepared("DELETE FROM records WHERE key = ?1").Bind(1, key));

    /// <summary>Where the log of changes ends.</summary>
    public long LogEnd() => RunToEnd(Prepared("SELECT max(position) FROM changes"));

    /// <summary>What was logged after a position, in order; a reset gives the snapshot free. The first row is the position's own.</summary>
    public SqliteStatement LogFrom(long position) =>
        Prepared("SELECT position, keys FROM changes WHERE position >= ?1 ORDER BY position").Bind(1, position);

    /// <summary>Logs the keys of a commit: its position is the number of keys that were logged ever.</summary>
    public void Log(long position, ReadOnlySpan<byte> keys) =>
        RunToEnd(Prepared("INSERT INTO changes (position, keys) VALUES (?1, ?2)").Bind(1, position).Bind(2, keys));

    /// <summary>Forgets what was logged before a position.</summary>
    public void TrimLog(long position) =>
        RunToEnd(Prepared("DELETE FROM changes WHERE position >= 0 AND position < ?1").Bind(1, position));

    /// <summary>Forgets all that was logged, and what the log is known by.</summary>
    public void EmptyLog()
    {
        RunToEnd(Prepared("DELETE FROM changes"));
        _logName = null;
    }

    /// <summary>What the log is known by: chance, in a row before all others; <c>null</c>: nothing yet.</summary>
    public string? LogName()
    {
        if (_logName is not null)
            return _logName;
        var row = Prepared("SELECT keys FROM changes WHERE position = -1");
        try
        {
            return _logName = row.Step() ? Convert.ToBase64String(row.Blob(0)) : null;
        }
        finally
        {
            row.Reset();
        }
    }

    /// <summary>Gives the log a name where it has none.</summary>
    public void NameLog()
    {
        if (_logName is null)
            RunToEnd(Prepared("INSERT OR IGNORE INTO changes (position, keys) VALUES (-1, randomblob(16))"));
    }

    /// <summary>How many records there are; it counts them.</summary>
    public long Records() => RunToEnd(Prepared("SELECT count(*) FROM records"));

    /// <summary>About how many records there are; never fewer.</summary>
    public long RecordsAtMost() => RunToEnd(Prepared("SELECT max(id) FROM records"));

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }

    private void GetSome(IReadOnlyList<string> keys, int from, int count, ReadOnlyMemory<byte>?[] values, RoomForValues room)
    {
        // Two lengths, so that two statements stay prepared; a parameter that is not bound is NULL, and no key is.
        var statement = Prepared(count <= SomeKeys ? s_getSome : s_getMany);
        try
        {
            for (var i = 0; i < count; i++)
                statement.Bind(i + 1, OrdinalKey.Encode(keys[from + i]));
            var found = new Dictionary<string, ReadOnlyMemory<byte>>(count, StringComparer.Ordinal);
            while (statement.Step())
            {
                var value = statement.Blob(1);
                room.Take(value.Length);
                found[OrdinalKey.Decode(statement.Blob(0))] = value.ToArray();
            }

            for (var i = from; i < from + count; i++)
                values[i] = found.TryGetValue(keys[i], out var read) ? read : (ReadOnlyMemory<byte>?)null;
        }
        finally
        {
            statement.Reset();
        }
    }

    /// <summary>A file that somebody else wrote runs no code of its own here, and nothing damages the file by way of SQL.</summary>
    private void Harden()
    {
        _ = raw.sqlite3_db_config(Database, raw.SQLITE_DBCONFIG_DEFENSIVE, 1, out _);
        _ = raw.sqlite3_db_config(Database, raw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, out _);
        _ = raw.sqlite3_db_config(Database, raw.SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, out _);
        _ = raw.sqlite3_db_config(Database, raw.SQLITE_DBCONFIG_ENABLE_VIEW, 0, out _);
        Execute("PRAGMA cell_size_check = ON");
    }

    private static string SelectOf(int keys) =>
        $"SELECT key, value FROM records WHERE key IN ({string.Join(", ", Enumerable.Range(1, keys).Select(number => $"?{number}"))})";

    private SqliteStatement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements[sql] = statement = new(Database, sql);
        return statement;
    }

    private static long RunToEnd(SqliteStatement statement)
    {
        try
        {
            return statement.Step() ? statement.Integer(0) : 0;
        }
        finally
        {
            statement.Reset();
        }
    }
}
