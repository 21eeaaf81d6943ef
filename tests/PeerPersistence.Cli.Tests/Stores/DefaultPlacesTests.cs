using System.Reflection;
using PeerPersistence.Cli.Tests.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Cli.Tests.Stores;

/// <summary>The program looks where the library puts its files when nothing is named.</summary>
public sealed class DefaultPlacesTests : IDisposable
{
    private static readonly string Application = Assembly.GetEntryAssembly()!.GetName().Name!;

    private readonly Scene _scene = new();

    public void Dispose()
    {
        _scene.Dispose();
        foreach (var folder in new[] { Path.GetDirectoryName(DefaultPlaces.StoreFile(Application, null)), Path.GetDirectoryName(DefaultPlaces.KeyFile(Application, null)) })
        {
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*identity-peers cli test*".Replace(" ", "%20")) : [])
                File.Delete(file);
        }
    }

    [Fact]
    public async Task App_ThatNamedNothing_StoreAndKeysAreFound()
    {
        var identity = "peers cli test " + Guid.NewGuid();
        var services = new ServiceCollection();
        services.AddKeyedPeerPersistence(identity);
        await using (var provider = services.BuildServiceProvider())
            await provider.GetRequiredKeyedService<IPeerPersistenceService>(identity).StorePeerAsync(PeerData.Create("alice") with { SharedSecret = Scene.Secret });

        var shown = await _scene.RunAsync("show", "alice", "--app", Application, "--identity", identity, "--show-secrets", "--json");

        shown.Should(ExitCode.Done).Json.GetProperty("sharedSecret").GetString().Should().Be(Scene.Secret);
    }

    [Fact]
    public async Task App_ThatNeverRan_ImportMakesItsKeysWhereItLooksForThem()
    {
        var identity = "peers cli test " + Guid.NewGuid();
        string[] app = ["--app", Application, "--identity", identity];

        (await _scene.RunAsync(["import", OriginalDump.Path, "--from-browser", .. app])).Should(ExitCode.Done);

        File.Exists(DefaultPlaces.KeyFile(Application, identity)).Should().BeTrue();
        (await _scene.RunAsync(["stats", .. app, "--json"])).Json.GetProperty("secrets").GetProperty("available").GetInt32().Should().Be(39);
    }

    [Fact]
    public void Names_ThatLeadElsewhere_AreOneFileName()
    {
        DefaultPlaces.StoreFile("..", "../x").Should().EndWith(Path.Combine("PeerPersistence", "_..", "identity-..%2Fx.peers"));
        DefaultPlaces.KeyFile("my app", null).Should().EndWith(Path.Combine("PeerPersistence", "my%20app", "default.key"));
    }
}
