using System.Diagnostics;
using System.Text;
using Microsoft.Data.Sqlite;

namespace PeerPersistence.Sqlite.Tests;

/// <summary>A folder for one test, and what tests say to a store in it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("sqlite-store-").FullName;

    public string Database => Path.Combine(Folder, "peers.sqlite");

    public Task<SqliteKeyValueStore> OpenAsync(SqliteStoreOptions? options = null) => SqliteKeyValueStore.OpenAsync(Database, options);

    /// <summary>A connection as any other program would make it.</summary>
    public SqliteConnection Foreign()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Database, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>All bytes of the database and its log.</summary>
    /// <remarks>
    /// On Unix another process reads them: this one would drop SQLite's locks when it closes the files. On Windows nobody may read what is
    /// locked in the index of the log, which holds numbers of pages only.
    /// </remarks>
    public string Text()
    {
        if (OperatingSystem.IsWindows())
            return string.Concat(Directory.GetFiles(Folder).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)).Select(ReadShared));
        var cat = new ProcessStartInfo("cat", Directory.GetFiles(Folder)) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.Latin1 };
        using var process = Process.Start(cat)!;
        return process.StandardOutput.ReadToEnd();
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding.Latin1);
        return reader.ReadToEnd();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

internal static class StoreText
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    extension(IKeyValueStore store)
    {
        public async Task<string?> ReadAsync(string key) => await store.GetAsync(key) is { } value ? Encoding.UTF8.GetString(value.Span) : null;

        public async Task PutAsync(string key, string text) => (await store.CommitAsync(new KeyValueBatch().Set(key, Bytes(text)))).Should().BeTrue();
    }

    extension(SqliteConnection connection)
    {
        public object? Run(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return command.ExecuteScalar();
        }
    }
}
