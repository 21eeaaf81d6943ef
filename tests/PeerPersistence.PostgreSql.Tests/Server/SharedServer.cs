using Npgsql;

namespace PeerPersistence.PostgreSql.Tests;

/// <summary>A server for all tests that leave it as it is. Each has a store of its own in it.</summary>
internal static class SharedServer
{
    private static readonly Lazy<Task<PostgreSqlServer>> s_server = new(() => PostgreSqlServer.StartAsync());
    private static readonly Lazy<Task<NpgsqlDataSource>> s_source = new(async () => NpgsqlDataSource.Create((await s_server.Value).ConnectionString));
    private static int s_names;

    public static Task<PostgreSqlServer> Value => s_server.Value;

    public static Task<NpgsqlDataSource> Source => s_source.Value;

    public static string NewName() => $"store {Interlocked.Increment(ref s_names)}";

    public static async Task<PostgreSqlKeyValueStore> OpenAsync(string? name = null, PostgreSqlStoreOptions? options = null) =>
        new(await Source, name ?? NewName(), options);
}
