using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PeerPersistence.Tests.Docs;

/// <summary>The snippets of the pages that answer everyday questions, run.</summary>
public sealed class EverydaySnippets : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("peers-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Configuration_IsRead()
    {
        var path = Path.Combine(_folder, "peers.db");
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([new("Peers:MaxPeers", "7")]);

        // docs:begin configuration
        var section = builder.Configuration.GetSection("Peers");
        builder.Services.AddPeerPersistence(section)
            .UseFileStore(path, section.GetSection("File"));
        // docs:end

        using var host = builder.Build();
        var stats = await host.Services.GetRequiredService<IPeerPersistenceService>().GetStorageStatsAsync();
        stats.MaxPeers.Should().Be(7);
    }

    [Fact]
    public void NamedFiles_Compile()
    {
        var services = new ServiceCollection();

        // docs:begin files-named
        services.AddPeerPersistence()
            .UseFileStore("/data/peers.db")
            .UseKeyFile("/keys/peers.key");
        // docs:end

        services.Should().NotBeEmpty();
    }

    [Fact]
    public async Task Metadata_IsChanged()
    {
        await using var setup = new Setup();
        var peers = setup.Service;

        // docs:begin metadata-store
        await peers.StorePeerAsync(new()
        {
            PeerId = "alice",
            Metadata = new PeerMetadata { ["room"] = "7", ["level"] = 3 },
        });
        // docs:end

        // docs:begin metadata-update
        await peers.UpdatePeerAsync("alice", peer => peer with { Metadata = new PeerMetadata(peer.Metadata) { ["level"] = 4 } });
        // docs:end

        // docs:begin metadata-query
        var inRoom = (await peers.QueryPeersAsync())
            .Where(peer => peer.Metadata.TryGetValue("room", out var room) && room.GetString() == "7");
        // docs:end

        inRoom.Single().Metadata["level"].GetInt32().Should().Be(4);
    }

    [Fact]
    public async Task OwnConnections_AreTold()
    {
        await using var setup = new Setup();
        var peers = setup.Service;
        await peers.StorePeerAsync(setup.Stranger("alice"));
        await using var keeper = new ConnectionKeeper(
            peers, (_, _) => throw new NotNowException("Nobody is dialled here."), new() { LocalPeerId = "me" }, setup.Time);
        keeper.Start();
        var connection = new FakeLink();

        // docs:begin own-keeper
        var isKept = keeper.Accept("alice", connection, inbound: false);   // inbound: true where the peer called
        // docs:end

        var uptime = TimeSpan.FromMinutes(20);

        // docs:begin own-events
        await peers.RecordConnectedAsync("alice", inbound: true);          // she called; false where you called
        await peers.RecordDisconnectedAsync("alice", uptime, Departure.Remote);
        // docs:end

        isKept.Should().BeTrue();
        await keeper.StopAsync();
        (await peers.GetPeerAsync("alice"))!.LastConnected.Should().NotBeNull();
    }

    [Fact]
    public async Task Logout_LeavesNothing()
    {
        await using var setup = new Setup();
        var peers = setup.Service;
        await peers.StorePeerAsync(setup.Friend("alice"));
        await using var keeper = new ConnectionKeeper(
            peers, (_, _) => throw new NotNowException("Nobody is dialled here."), new() { LocalPeerId = "me" }, setup.Time);
        keeper.Start();

        // docs:begin logout
        await keeper.StopAsync();
        await peers.ClearAllAsync();
        // docs:end

        (await peers.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Identities_TakeTurns()
    {
        var (services, folder, userId) = (new ServiceCollection(), _folder, "alice");

        // docs:begin logout-identities
        services.AddPeerPersistenceFactory().UseFileStores(folder);
        // docs:end

        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IPeerPersistenceFactory>();
        await factory.Get(userId).StorePeerAsync(new() { PeerId = "bob" });
        await factory.RemoveAsync(userId);
        System.IO.Directory.GetFiles(_folder, "*.peers").Should().BeEmpty();
    }

    [Fact]
    public async Task SecondStart_IsNoticed()
    {
        var path = Path.Combine(_folder, "peers.db");
        await using var first = await PeerPersistenceService.OpenAsync(path);

        (await StartAsync()).Should().BeFalse();

        async Task<bool> StartAsync()
        {
            // docs:begin second-start
            try
            {
                await using var peers = await PeerPersistenceService.OpenAsync(path);
                return await RunAsync(peers);
            }
            catch (StoreLockedException)
            {
                return ShowTheOtherWindow();
            }
            // docs:end
        }

        static Task<bool> RunAsync(IPeerPersistenceService peers) => Task.FromResult(peers is not null);

        static bool ShowTheOtherWindow() => false;
    }

    [Fact]
    public async Task SecondStart_InAContainer_IsNoticed()
    {
        var path = Path.Combine(_folder, "peers.db");
        await using var first = await PeerPersistenceService.OpenAsync(path);
        await using var provider = new ServiceCollection().AddPeerPersistence().UseFileStore(path).Services.BuildServiceProvider();
        var isFirst = true;

        // docs:begin second-start-container
        try
        {
            await provider.GetRequiredService<IPeerPersistenceService>().InitializeAsync();
        }
        catch (StoreLockedException)
        {
            isFirst = false;
        }
        // docs:end

        isFirst.Should().BeFalse();
    }
}
