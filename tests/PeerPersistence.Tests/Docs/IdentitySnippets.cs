using Microsoft.Extensions.DependencyInjection;

namespace PeerPersistence.Tests.Docs;

/// <summary>The snippets of the page on many identities.</summary>
public sealed class IdentitySnippets
{
    [Fact]
    public async Task Use_AndRemove_Run()
    {
        var services = new ServiceCollection();
        services.AddPeerPersistenceFactory().UseInMemoryStores();
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IPeerPersistenceFactory>();
        var userId = "alice";
        await factory.Get(userId).StorePeerAsync(PeerData.Create("bob"));
        var tried = new List<string>();

        // docs:begin identities-use
        var peers = factory.Get(userId);
        await peers.RecordConnectedAsync("bob");
        foreach (var candidate in await peers.GetReconnectionCandidatesAsync(new() { Limit = 5 }))
            await TryAsync(candidate.Peer);
        // docs:end

        tried.Should().Equal("bob");

        // docs:begin identities-remove
        await factory.RemoveAsync(userId);
        // docs:end

        (await peers.GetAllPeerIdsAsync()).Should().BeEmpty();

        Task TryAsync(PeerData peer)
        {
            tried.Add(peer.PeerId);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public void Registrations_Compile()
    {
        var services = new ServiceCollection();

        // docs:begin identities-register
        services.AddPeerPersistenceFactory(options => options.MaxOpen = 2_000)
            .UseFileStores("/var/lib/relay/peers")
            .UseKeyFile("/run/secrets/peers.key");
        // docs:end

        services = new();
        var vault = new Dictionary<string, string>();

        // docs:begin identities-differ
        services.AddPeerPersistenceFactory()
            .UseFileStores("peers")
            .UseMasterKeys((provider, identity) => new PassphraseProvider(() => vault[identity]))
            .ConfigureIdentities((provider, identity, options) => options.MaxPeers = identity == "relay" ? 1_000 : 100)
            .EncryptRecords();
        // docs:end

        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IPeerPersistenceFactory>().Get("alice").KeyStrength.Should().Be(KeyStrength.Passphrase);
    }
}
