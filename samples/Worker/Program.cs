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
    .AddMaintenance()
    .AddHealthCheck();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddHostedService<KeepConnected>();
builder.Services.AddSingleton<IHealthCheckPublisher, HealthLog>();
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(PeerPersistenceDiagnostics.MeterName).AddConsoleExporter());

await builder.Build().RunAsync();
