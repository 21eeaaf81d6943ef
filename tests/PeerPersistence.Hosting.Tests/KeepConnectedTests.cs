using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PeerPersistence.Hosting.Tests;

public sealed class KeepConnectedTests
{
    [Fact]
    public async Task Host_ThatRuns_RunsTheKeeperAndStopsIt()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddPeerPersistence().UseInMemoryStore().KeepConnected<Nowhere>(options => options.LocalPeerId = "me");
        using var host = builder.Build();
        var keeper = host.Services.GetRequiredService<ConnectionKeeper>();

        await host.StartAsync();
        keeper.State.Status.Should().NotBe(KeeperStatus.Stopped);
        await host.StopAsync();

        keeper.State.Status.Should().Be(KeeperStatus.Stopped);
    }

    private sealed class Nowhere : IPeerConnector
    {
        public Task<IPeerConnection> ConnectAsync(PeerData peer, CancellationToken cancellationToken) => throw new IOException();
    }
}
