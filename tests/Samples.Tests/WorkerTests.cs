using System.Net;
using System.Net.Sockets;
using PeerPersistence;

namespace Samples.Tests;

public sealed class WorkerTests
{
    [Fact]
    public async Task Worker_ConnectsMeasuresAndEnds()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var sample = new Sample();

        var output = await sample.RunUntilAsync("Worker", "Connected to 1", "--peers", $"{listener.LocalEndpoint}");

        output.Should().Contain("peer_persistence.operation.duration").And.Contain("peer_persistence.operation: Reconnect");
    }

    [Fact]
    public async Task SecondStart_WithoutBeingTold_IsHealthyAndConnectsAgain()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var sample = new Sample();
        await sample.RunUntilAsync("Worker", "Connected to 1", "--peers", $"{listener.LocalEndpoint}");

        var output = await sample.RunUntilAsync("Worker", "peer-persistence: Healthy");

        output.Should().Contain("Connected to 1");
    }

    [Fact]
    public async Task SecondStart_WithTheSamePeers_KeepsWhatIsKnownOfThem()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var sample = new Sample();
        var (address, store) = ($"{listener.LocalEndpoint}", Path.Combine(sample.Home, "peers.db"));
        string[] arguments = ["--store", store, "--peers", address];
        await sample.RunUntilAsync("Worker", "Connected to 1", arguments);
        await using (var peers = await PeerPersistenceService.OpenAsync(store))
        {
            await peers.UpdatePeerAsync(address, peer => peer with
            {
                DisplayName = "Friend", IsPinned = true, Metadata = new PeerMetadata { ["own"] = 1 },
            });
        }

        await sample.RunUntilAsync("Worker", "Connected to 1", arguments);

        await using var after = await PeerPersistenceService.OpenAsync(store);
        var friend = (await after.GetPeerAsync(address))!;
        (friend.DisplayName, friend.IsPinned, friend.Metadata.Count, friend.CachedCandidates.Count).Should().Be(("Friend", true, 1, 1));
        friend.ConnectionQuality.SuccessfulConnections.Should().BeGreaterThan(1);
    }
}
