using PeerPersistence.Tests.Recorded;

namespace PeerPersistence.PostgreSql.Tests;

/// <summary>Tables as they were written on a day, as the SQL that makes them: they are read, hold everything, and go on.</summary>
public sealed class RecordedPostgreSqlTests
{
    private const string Store = "recorded";

    /// <summary>A table as SQL, without the schema that it was in: how it is made, then its rows.</summary>
    private const string Dump = """
        SELECT 'CREATE TABLE peer_persistence (' || (
            SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END,
                ', ' ORDER BY attnum)
            FROM pg_attribute WHERE attrelid = 'recording.peer_persistence'::regclass AND attnum > 0) || ', ' || (
            SELECT pg_get_constraintdef(oid)
            FROM pg_constraint WHERE conrelid = 'recording.peer_persistence'::regclass AND contype = 'p') || E');\n' || (
            SELECT string_agg(format(E'INSERT INTO peer_persistence VALUES (%L, %L, %L);\n', store, key, value), '' ORDER BY key)
            FROM recording.peer_persistence)
        """;

    public static TheoryData<string> Days => RecordedData.Days;

    [PostgreSqlTheory, MemberData(nameof(Days))]
    public async Task PostgreSqlStore_RecordedEarlier_HoldsEverythingAndGoesOn(string day)
    {
        var (server, keys, schema) = (await SharedServer.Value, RecordedData.KeyFile(day), $"recorded_{day.Replace('-', '_')}");
        if (RecordedData.Missing("postgresql.sql") is not null)
            await WriteAsync(server, day, keys);
        await server.RunAsync($"CREATE SCHEMA {schema}; SET search_path TO {schema}; {RecordedData.Text(day, "postgresql.sql")}");

        await RecordedStore.ShouldTellAndGoOnAsync(RecordedData.Json(day, "expected.json"), keys, use => UseAsync(schema, use));
    }

    private static async Task WriteAsync(PostgreSqlServer server, string day, IMasterKeyProvider keys)
    {
        await server.RunAsync("CREATE SCHEMA recording");
        await UseAsync("recording", store => RecordedStory.TellAsync(store, keys));
        RecordedData.Write(day, "postgresql.sql", (string)(await server.RunAsync(Dump))!);
    }

    private static async Task UseAsync(string schema, Func<IKeyValueStore, Task> use)
    {
        await using var store = await SharedServer.OpenAsync(Store, new() { Table = $"{schema}.peer_persistence" });
        await use(store);
    }
}
