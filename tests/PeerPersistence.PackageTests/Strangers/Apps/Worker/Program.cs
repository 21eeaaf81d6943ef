using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PeerPersistence;

var builder = Host.CreateApplicationBuilder();
builder.Services.AddPeerPersistence(options => options.MaxPeers = 10)
    .UseSqliteStore(Path.Combine(args[0], "worker.sqlite")).UseKeyFile(Path.Combine(args[0], "worker.key"))
    .AddMaintenance().AddHealthCheck();
builder.Services.AddHostedService<Meeting>();
await builder.Build().RunAsync();

internal sealed class Meeting(IPeerPersistenceService peers, IHostApplicationLifetime host) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await peers.StorePeerAsync(PeerData.Create("alice") with { SharedSecret = "s3cret" }, stoppingToken);
        var result = await peers.ReconnectAsync((peer, _) => Task.FromResult(peer.SharedSecret == "s3cret"), cancellationToken: stoppingToken);
        Console.WriteLine($"met {string.Join(", ", result.Connected)}");
        host.StopApplication();
    }
}
