using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using PeerPersistence.PostgreSql.Tests;

namespace PeerPersistence.Benchmarks.Identities;

/// <summary>A store an identity, in one table of a server of its own that syncs.</summary>
internal sealed class PostgreSqlBackend : IIdentityBackend
{
    private readonly PostgreSqlServer _server;

    private PostgreSqlBackend(PostgreSqlServer server) => _server = server;

    public string Name => "PostgreSQL";

    public static async Task<PostgreSqlBackend> StartAsync() => new(await PostgreSqlServer.StartAsync("-c fsync=on"));

    public void Use(IPeerPersistenceFactoryBuilder builder) =>
        builder.UsePostgreSqlStores(_server.ConnectionString + ";Max Auto Prepare=20");

    public async Task<string> DescribeUseAsync(int identities)
    {
        await _server.RunAsync("VACUUM ANALYZE peer_persistence");
        var (table, index) = (await SizeAsync("pg_table_size"), await SizeAsync("pg_indexes_size"));
        var rows = (long)(await _server.RunAsync("SELECT count(*) FROM peer_persistence"))!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{rows:#,0} rows; {(table + index) / identities:#,0} bytes an identity, {(table + index) / identities / IdentityPlan.Peers:#,0} a peer, {100.0 * index / (table + index):0} % of them index");

        async Task<long> SizeAsync(string function) => (long)(await _server.RunAsync($"SELECT {function}('peer_persistence')"))!;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
