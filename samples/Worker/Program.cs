// A service that keeps connections to its peers, with maintenance, a health check and metrics:
//   dotnet run --project samples/Worker -- --store peers.db --peers 127.0.0.1:4000,127.0.0.1:4001
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Metrics;
using PeerPersistence;
using Worker;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddPeerPersistence()
    .UseFileStore(builder.Configuration["store"] ?? "peers.db")
    .KeepConnected<TcpConnector>(keeper => (keeper.LocalPeerId, keeper.Target) = ("worker", 3))
    .AddMaintenance()
    .AddHealthCheck();
builder.Services.AddHostedService<ConnectionLog>();
builder.Services.AddSingleton<IHealthCheckPublisher, HealthLog>();
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(PeerPersistenceDiagnostics.MeterName).AddConsoleExporter());
var host = builder.Build();

try
{
    // Peers that are known stay as they are: storing their first address again would replace what was learnt.
    var peers = host.Services.GetRequiredService<IPeerPersistenceService>();
    var given = builder.Configuration["peers"]?.Split(',') ?? [];
    await peers.StorePeersAsync(given.Except(await peers.GetAllPeerIdsAsync()).Select(
        address => new PeerData { PeerId = address, CachedCandidates = [new(address)] }));

    await host.RunAsync();
    return 0;
}
catch (StoreLockedException)
{
    Console.Error.WriteLine("The worker is running already with this store.");
    return 1;
}
