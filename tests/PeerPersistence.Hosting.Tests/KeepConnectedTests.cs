using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_OptionsOutOfRange_FailsBeforeAnythingRunsAndNamesEach(bool isNamed)
    {
        var runs = new Runs();
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<IHostedService>(runs);
        var peers = isNamed ? builder.Services.AddKeyedPeerPersistence("work") : builder.Services.AddPeerPersistence();
        peers.UseInMemoryStore().KeepConnected<Nowhere>(options => (options.Target, options.AttemptTimeout) = (-1, TimeSpan.FromDays(2)))
            .KeepConnected<Nowhere>(options => options.Interval = TimeSpan.FromSeconds(1));
        using var host = builder.Build();

        (await FluentActions.Awaiting(() => host.StartAsync()).Should().ThrowAsync<OptionsValidationException>()).Which.Failures.Should().Equal(
            "LocalPeerId must be given (was empty).",
            "Target must be 0 to 10000 (was -1).",
            "AttemptTimeout must be more than zero and at most a day (was 2.00:00:00).",
            "Interval must be 5 seconds to a day (was 00:00:01).");
        runs.Started.Should().BeFalse("the app finds out before it does anything");
    }

    private sealed class Nowhere : IPeerConnector
    {
        public Task<IPeerConnection> ConnectAsync(PeerData peer, CancellationToken cancellationToken) => throw new IOException();
    }

    private sealed class Runs : IHostedService
    {
        public bool Started { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken)
        {
            Started = true;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
