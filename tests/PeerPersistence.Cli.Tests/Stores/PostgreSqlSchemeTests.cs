using PeerPersistence.PostgreSql.Tests;

namespace PeerPersistence.Cli.Tests.Stores;

public sealed class PostgreSqlSchemeTests : IDisposable
{
    private readonly Scene _scene = new();

    public void Dispose() => _scene.Dispose();

    [PostgreSqlFact]
    public async Task Migrate_ToPostgreSqlAndBack_NothingIsLostAndNoPasswordPrinted()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        await _scene.FillAsync(_scene.FileStore);
        var (store, mistyped, back) = ($"postgres:peers;{server.ConnectionString}", $"postgres:pears;{server.ConnectionString}", "file:" + _scene.In("back.db"));

        List<Outcome> outcomes =
        [
            (await _scene.RunAsync("list", "--store", store)).Should(ExitCode.Store), // There is not even a table.
            (await _scene.RunAsync("migrate", "--store", _scene.FileStore, "--to", store, "--json")).Should(ExitCode.Done),
            (await _scene.RunAsync("list", "--store", mistyped)).Should(ExitCode.Store),
            (await _scene.RunAsync("verify", "--store", store, "--key-file", _scene.KeyFile, "--json")).Should(ExitCode.Done),
            (await _scene.RunAsync("stats", "--store", store)).Should(ExitCode.Done),
            (await _scene.RunAsync("migrate", "--store", store, "--to", back)).Should(ExitCode.Done),
            (await _scene.RunAsync("verify", "--store", back, "--key-file", _scene.KeyFile)).Should(ExitCode.Done),
        ];

        outcomes[2].Errors.Should().Contain("There is no store at postgres:pears");
        outcomes.Should().NotContain(outcome => (outcome.Output + outcome.Errors).Contains(server.Password));
    }

    [Theory]
    [InlineData("Host=h;Password=p", "default")]
    [InlineData("mine;Host=h;Password=p", "mine")]
    public void Describe_AnyPlace_IsTheStoresName(string place, string name) => new PostgreSqlScheme().Describe(place).Should().Be(name);
}
