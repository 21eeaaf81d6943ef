using System.Net;
using System.Net.Sockets;

namespace Samples.Tests;

public sealed class QuickStartTests
{
    [Fact]
    public async Task SecondStart_WithoutBeingTold_IsBack()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = listener.LocalEndpoint.ToString()!;
        using var sample = new Sample();

        (await sample.RunAsync("QuickStart", address)).Should().StartWith($"Back with 1 of 1: {address}");
        (await sample.RunAsync("QuickStart")).Should().StartWith($"Back with 1 of 1: {address}");

        listener.Stop();
        (await sample.RunAsync("QuickStart")).Should().StartWith("Back with 0 of 1");
    }
}
