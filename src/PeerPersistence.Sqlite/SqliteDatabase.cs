using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PeerPersistence;

/// <summary>The file: how it is created, recognised and refused.</summary>
internal sealed class SqliteDatabase(string path, long? maxSizeBytes, bool allowSharedFile = false)
{
    private const int ApplicationId = 0x50507231;
    private const int Version = 2;
    private const string Columns = "(id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, value BLOB NOT NULL)";

    // Quoted, as SQLite writes it where it renames a table.
    private const string Records = $"CREATE TABLE \"records\" {Columns}";
    private const string Changes = "CREATE TABLE changes (position INTEGER PRIMARY KEY, keys BLOB NOT NULL)";
    private const string FirstChange = "INSERT INTO changes (position, keys) VALUES (0, x'')";

    /// <summary>
    /// Version 1 logged no changes. The table has another name since, so that a process that has it open still is refused: it would
    /// change records behind everybody's back.
    /// </summary>
    private const string ToVersion2 = $"ALTER TABLE entries RENAME TO records; {Changes}; {FirstChange}";

    public string Path { get; } = System.IO.Path.GetFullPath(path);

    // Said here so that trimming keeps it: the connection looks for it by name.
    static SqliteDatabase() => Batteries_V2.Init();

    /// <summary>Where the files are, from the first session on.</summary>
    public SqlitePlace? Place { get; private set; }

    /// <summary>Opens a further session; the database is there.</summary>
    public SqliteSession Open() => new(ConnectionString(SqliteOpenMode.ReadWrite));

    /// <summary>The last to close merges the log and deletes it; where others have put files of theirs, it would be their log.</summary>
    public void Close(SqliteSession session)
    {
        KeepLogOnClose(session, Place is not { IsSame: true });
        session.Dispose();
    }

    /// <summary>Opens the session that writes, and creates the database if there is none.</summary>
    /// <exception cref="SqliteException">Among others: somebody else is busy with the file.</exception>
    /// <exception cref="PeerPersistenceException">It, or a file beside it, is another user's, or others may write to it.</exception>
    /// <exception cref="StoreCorruptedException">The file is a database of something else.</exception>
    /// <exception cref="UnsupportedSchemaVersionException">A newer version wrote it.</exception>
    public SqliteSession OpenWriter()
    {
        if (!allowSharedFile)
            SqliteFiles.Secure(Path);
        var session = File.Exists(Path) ? Open() : CreateFile();
        try
        {
            KeepLogOnClose(session, new FileInfo(Path + "-wal") is { Exists: true, Length: > 0 });
            if (!IsOursNow(session))
                CreateSchema(session);
            KeepLogOnClose(session, false);
            Configure(session);
            Place = new(session, Path);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>A refused file stays byte for byte: its log is not merged into it either, as the last to close otherwise does.</summary>
    private static void KeepLogOnClose(SqliteSession session, bool keep) =>
        _ = raw.sqlite3_db_config(session.Database, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, keep ? 1 : 0, out _);

    /// <summary>What is in the schema and not ours, or ours and not there. SQLite's own statistics may be.</summary>
    private static string CountOfStrangers(long version)
    {
        var (records, sql) = version == 1 ? ("entries", $"CREATE TABLE entries {Columns}") : ("records", Records);
        var log = version == 1 ? "" : $" OR (type = 'table' AND name = 'changes' AND sql = '{Changes}')";
        return $"""
            SELECT (SELECT count(*) FROM sqlite_master
                    WHERE NOT ((type = 'table' AND name = '{records}' AND sql = '{sql}'){log}
                        OR (type = 'index' AND name = 'sqlite_autoindex_{records}_1' AND tbl_name = '{records}' AND sql IS NULL)
                        OR (type = 'table' AND name IN ('sqlite_stat1', 'sqlite_stat4'))))
                 + (SELECT count(*) <> {version} FROM sqlite_master WHERE type = 'table' AND name IN ('entries', 'records', 'changes'))
            """;
    }

    /// <summary>As it is at one instant: somebody else may be creating it.</summary>
    private static bool IsOursNow(SqliteSession session)
    {
        session.Execute("BEGIN");
        try
        {
            return IsOurs(session);
        }
        finally
        {
            session.RollBack();
        }
    }

    /// <summary>Reads only. <c>false</c>: the database is empty, or of version 1.</summary>
    private static bool IsOurs(SqliteSession session)
    {
        var (application, version) = (session.Integer("PRAGMA application_id"), session.Integer("PRAGMA user_version"));
        if (application == ApplicationId && version > Version)
            throw new UnsupportedSchemaVersionException(
                version.ToString(CultureInfo.InvariantCulture), Version.ToString(CultureInfo.InvariantCulture));
        if (application == ApplicationId && version is 1 or Version)
            return session.Integer(CountOfStrangers(version)) == 0 ? version == Version : throw new StoreCorruptedException(
                "The SQLite database must hold the tables of a store, as this library made them, and no trigger, view, index or other " +
                    "table (holds another schema).");
        if (application != 0 || version != 0 || session.Integer("SELECT count(*) FROM sqlite_master") != 0)
            throw new StoreCorruptedException("The file is an SQLite database of something else.");
        return false;
    }

    private static void CreateSchema(SqliteSession session)
    {
        session.Execute("BEGIN IMMEDIATE");
        if (!IsOurs(session))
        {
            var tables = session.Integer("PRAGMA user_version") == 1 ? ToVersion2 : $"{Records}; {Changes}; {FirstChange}";
            session.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; {tables}");
        }

        session.Execute("COMMIT");
    }

    private void Configure(SqliteSession session)
    {
        using (var mode = new SqliteStatement(session.Database, "PRAGMA journal_mode = WAL"))
        {
            if (!mode.Step() || !mode.Blob(0).SequenceEqual("wal"u8))
                throw new PeerPersistenceException("SQLite cannot keep a write-ahead log here. Is the file on a network drive?");
        }

        // The last two are for macOS, where a plain sync leaves data in the drive's cache.
        session.Execute("PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON");
        if (maxSizeBytes is { } most)
            session.Execute($"PRAGMA max_page_count = {most / session.Integer("PRAGMA page_size")}");
    }

    /// <summary>Creates the file for its owner's eyes only. SQLite gives the files beside it the same mode.</summary>
    private SqliteSession CreateFile()
    {
        CreateFolder();
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return new(ConnectionString(SqliteOpenMode.ReadWriteCreate));

        // Only SQLite may open and close the file: closing it elsewhere in the process would drop SQLite's locks on it.
        // So SQLite creates it, with the mode of a file that has the right one.
        var model = $"{Path}.{Guid.NewGuid():N}";
        OwnersFile.Create(model);
        try
        {
            return new(ConnectionString(SqliteOpenMode.ReadWriteCreate, "?modeof=" + Escape(model)));
        }
        finally
        {
            File.Delete(model);
        }
    }

    private void CreateFolder()
    {
        var folder = System.IO.Path.GetDirectoryName(Path)!;
#if NET8_0_OR_GREATER
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return;
        }
#endif
        Directory.CreateDirectory(folder);
    }

    private string ConnectionString(SqliteOpenMode mode, string parameters = "")
    {
        var slashed = System.IO.Path.DirectorySeparatorChar == '\\' ? Path.Replace('\\', '/') : Path;
        var rooted = slashed.StartsWith('/') ? slashed : "/" + slashed;
        return new SqliteConnectionStringBuilder
        {
            DataSource = $"file://{Escape(rooted)}{parameters}",
            Mode = mode,
            Pooling = false,
        }.ToString();
    }

    private static string Escape(string path) => string.Join("/", path.Split('/').Select(Uri.EscapeDataString));
}
