using Microsoft.Extensions.Hosting;

namespace PeerPersistence;

/// <summary>Runs a keeper as long as the host.</summary>
internal sealed class KeeperService(ConnectionKeeper keeper) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        keeper.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => keeper.StopAsync(cancellationToken);
}
