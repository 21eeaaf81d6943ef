using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace PeerPersistence.PostgreSql.Tests;

public sealed class UsePostgreSqlStoreTests
{
    [PostgreSqlFact]
    public async Task UsePostgreSqlStore_SeveralIdentitiesOnOneConnectionString_ShareAPoolAndNoPeers()
    {
        var connection = (await SharedServer.Value).Connection();
        connection.ApplicationName = "one pool";
        var services = new ServiceCollection();
        services.AddPeerPersistence().UsePostgreSqlStore(connection.ConnectionString);
        foreach (var identity in (string[])["alice", "default"])
            services.AddKeyedPeerPersistence(identity).UsePostgreSqlStore(connection.ConnectionString);

        await using (var provider = services.BuildServiceProvider())
        {
            await provider.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(PeerData.Create("a friend"));
            await provider.GetRequiredKeyedService<IPeerPersistenceService>("alice").StorePeerAsync(PeerData.Create("alice's friend"));
            (await provider.GetRequiredKeyedService<IPeerPersistenceService>("default").GetAllPeerIdsAsync()).Should().BeEmpty();
            (await ConnectionsAsync("one pool")).Should().Be(1);
        }

        await (await SharedServer.Value).UntilAsync("SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = 'one pool')");
        await using var again = services.BuildServiceProvider();
        (await again.GetRequiredService<IPeerPersistenceService>().GetAllPeerIdsAsync()).Should().Equal("a friend");
        (await again.GetRequiredKeyedService<IPeerPersistenceService>("alice").GetAllPeerIdsAsync()).Should().Equal("alice's friend");
    }

    [PostgreSqlFact]
    public async Task UsePostgreSqlStore_DataSourceOfTheApplication_StaysOpen()
    {
        await using var source = NpgsqlDataSource.Create((await SharedServer.Value).ConnectionString);
        await using (var provider = new ServiceCollection().AddPeerPersistence().UsePostgreSqlStore(source, SharedServer.NewName()).Services.BuildServiceProvider())
            await provider.GetRequiredService<IPeerPersistenceService>().StorePeerAsync(PeerData.Create("alice"));
        await (await source.OpenConnectionAsync()).DisposeAsync();
    }

    [PostgreSqlFact]
    public async Task Stores_TenThousandOfOneDataSource_AreSmallAndCostNoConnection()
    {
        const int Count = 10_000;
        var connection = (await SharedServer.Value).Connection();
        connection.ApplicationName = "ten thousand";
        await using var source = NpgsqlDataSource.Create(connection);
        await using var used = new PostgreSqlKeyValueStore(source, SharedServer.NewName());
        await used.PutAsync("k", "v");

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var stores = new PostgreSqlKeyValueStore[Count];
        for (var i = 0; i < Count; i++)
            stores[i] = new(source, "name");
        ((GC.GetAllocatedBytesForCurrentThread() - allocated) / Count).Should().BeLessThan(500);
        (await ConnectionsAsync("ten thousand")).Should().BeLessThanOrEqualTo(1);
        GC.KeepAlive(stores);
    }

    [Fact]
    public void UsePostgreSqlStore_BadArguments_AreNamedAtOnce()
    {
        var builder = new ServiceCollection().AddPeerPersistence();
        FluentActions.Invoking(() => builder.UsePostgreSqlStore("")).Should().Throw<ArgumentException>().WithParameterName("connectionString");
        var unreadable = FluentActions.Invoking(() => builder.UsePostgreSqlStore("Host=h;Password=secret;Port=secret")).Should().Throw<ArgumentException>().WithParameterName("connectionString");
        unreadable.Which.ToString().Should().NotContain("secret");
        FluentActions.Invoking(() => builder.UsePostgreSqlStore((NpgsqlDataSource)null!)).Should().Throw<ArgumentNullException>().WithParameterName("dataSource");
        foreach (var name in (string[])["", "a\0", "a\n", "\ud800", "\udc00\ud800", new string('x', 301)])
            FluentActions.Invoking(() => builder.UsePostgreSqlStore("Host=h", name)).Should().Throw<ArgumentException>().WithParameterName("storeName");
        foreach (var table in (string[])["", "Peers", "a.b.c", "a\"b", "a;", "1a", "a\n", ".a", new string('x', 64)])
            FluentActions.Invoking(() => builder.UsePostgreSqlStore("Host=h", options: new() { Table = table })).Should().Throw<ArgumentException>().WithParameterName("Table");
        FluentActions.Invoking(() => builder.UsePostgreSqlStore("Host=h", options: new() { RetryTimeout = TimeSpan.FromTicks(-1) })).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("RetryTimeout");
        FluentActions.Invoking(() => builder.UsePostgreSqlStore("Host=h", "zoë 😀")).Should().NotThrow();
    }

    private static async Task<long> ConnectionsAsync(string application) =>
        (long)(await (await SharedServer.Value).RunAsync($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{application}'"))!;
}
