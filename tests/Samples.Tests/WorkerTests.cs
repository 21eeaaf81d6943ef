using System.Net;
using System.Net.Sockets;

namespace Samples.Tests;

public sealed class WorkerTests
{
    [Fact]
    public async Task Worker_ConnectsMeasuresAndEnds()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var sample = new Sample();

        var output = await sample.RunUntilAsync("Worker", "Connected to 1 more", "--peers", $"{listener.LocalEndpoint}");

        output.Should().Contain("peer_persistence.operation.duration").And.Contain("peer_persistence.operation: Reconnect");
    }

    [Fact]
    public async Task SecondStart_WithoutBeingTold_IsHealthyAndConnectsAgain()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var sample = new Sample();
        await sample.RunUntilAsync("Worker", "Connected to 1 more", "--peers", $"{listener.LocalEndpoint}");

        var output = await sample.RunUntilAsync("Worker", "peer-persistence: Healthy");

        output.Should().Contain("Connected to 1 more");
    }
}
