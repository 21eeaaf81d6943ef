using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PeerPersistence;

namespace Worker;

/// <summary>Writes into the log how many peers are connected.</summary>
internal sealed partial class ConnectionLog(ConnectionKeeper keeper, ILogger<ConnectionLog> logger) : BackgroundService
{
    private readonly ILogger _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var told = 0;
        await foreach (var state in keeper.WatchAsync(stoppingToken))
        {
            var connected = state.Connections.Count(peer => peer.IsConnected);
            if (connected != told)
                Connected(told = connected);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Connected to {Connected}.")]
    private partial void Connected(int connected);
}
