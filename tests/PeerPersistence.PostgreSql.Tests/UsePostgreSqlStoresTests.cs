using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace PeerPersistence.PostgreSql.Tests;

public sealed class UsePostgreSqlStoresTests
{
    [PostgreSqlFact]
    public async Task UsePostgreSqlStores_IdentitiesClosedAndOpenedAgain_KeepTheirPeersAndTheDataSource()
    {
        string[] identities = ["alice", "bob", new('x', 256)];
        await using var source = NpgsqlDataSource.Create((await SharedServer.Value).ConnectionString);
        var services = new ServiceCollection();
        services.AddPeerPersistenceFactory(options => options.MaxOpen = 1).UsePostgreSqlStores(source, new() { Table = "closed_and_opened" });
        await using (var provider = services.BuildServiceProvider())
        {
            var factory = provider.GetRequiredService<IPeerPersistenceFactory>();
            foreach (var identity in identities)
                await factory.Get(identity).StorePeerAsync(PeerData.Create($"friend of {identity[0]}"));
            await factory.RemoveAsync("bob");
            (await factory.Get("alice").GetAllPeerIdsAsync()).Should().Equal("friend of a");
            (await factory.Get(identities[2]).GetAllPeerIdsAsync()).Should().Equal("friend of x");
        }

        (await (await SharedServer.Value).RunAsync("SELECT count(*) FROM closed_and_opened WHERE store = 'identity-bob' AND key < '\\xff'")).Should().Be(0L);
        await (await source.OpenConnectionAsync()).DisposeAsync();
    }

    [PostgreSqlFact]
    public async Task UsePostgreSqlStores_ConnectionString_IsOnePoolClosedWithTheContainer()
    {
        var server = await SharedServer.Value;
        var connection = server.Connection();
        connection.ApplicationName = "pool of many";
        var services = new ServiceCollection();
        services.AddPeerPersistenceFactory().UsePostgreSqlStores(connection.ConnectionString, new() { Table = "pool_of_many" });
        await using (var provider = services.BuildServiceProvider())
        {
            var factory = provider.GetRequiredService<IPeerPersistenceFactory>();
            foreach (var identity in (string[])["alice", "bob"])
                await factory.Get(identity).StorePeerAsync(PeerData.Create("a friend"));
            (await server.RunAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pool of many'")).Should().Be(1L);
        }

        await server.UntilAsync("SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = 'pool of many')");
    }

    [Fact]
    public void UsePostgreSqlStores_BadArguments_AreNamedAtOnce()
    {
        var builder = new ServiceCollection().AddPeerPersistenceFactory();
        FluentActions.Invoking(() => builder.UsePostgreSqlStores("")).Should().Throw<ArgumentException>().WithParameterName("connectionString");
        FluentActions.Invoking(() => builder.UsePostgreSqlStores((NpgsqlDataSource)null!)).Should().Throw<ArgumentNullException>().WithParameterName("dataSource");
        FluentActions.Invoking(() => builder.UsePostgreSqlStores("Host=h", new() { Table = "" })).Should().Throw<ArgumentException>().WithParameterName("Table");
    }
}
