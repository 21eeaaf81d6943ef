using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace PeerPersistence.PostgreSql.Tests;

/// <summary>What the documentation shows is what the code does.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Script_OfTheDocumentation_IsWhatTheStoreRuns() =>
        Script().Match(File.ReadAllText(Page()).ReplaceLineEndings("\n")).Groups["sql"].Value
            .Should().Be(PostgreSqlSchema.Of(new PostgreSqlStoreOptions().Table).CreateTable.ReplaceLineEndings("\n"));

    [PostgreSqlFact]
    public async Task Snippet_Runs()
    {
        var connectionString = (await SharedServer.Value).ConnectionString;
        var identities = new[] { "documented 1", "documented 2" };
        var services = new ServiceCollection();

        // docs:begin postgresql-use
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        foreach (var identity in identities)
            services.AddKeyedPeerPersistence(identity).UsePostgreSqlStore(dataSource, storeName: identity);
        // docs:end

        // docs:begin postgresql-identities
        services.AddPeerPersistenceFactory().UsePostgreSqlStores(dataSource);
        // docs:end

        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredKeyedService<IPeerPersistenceService>("documented 1").StorePeerAsync(PeerData.Create("alice"));
        await using var store = await SharedServer.OpenAsync("documented 1");
        (await store.ScanAsync("mesh:peer:").ToListAsync()).Should().Equal("mesh:peer:alice");
    }

    private static string Page([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../docs/postgresql.md"));

    [GeneratedRegex(@"^```sql\n(?<sql>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Script();
}
