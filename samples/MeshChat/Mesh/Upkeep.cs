namespace MeshChat;

/// <summary>Now and then forgets what is not worth remembering.</summary>
internal sealed class Upkeep(IPeerPersistenceService peers, MeshPace pace, TimeProvider time, ITerminal terminal)
{
    public Task RunAsync(CancellationToken cancellationToken) =>
        Recurring.RunAsync(pace.Upkeep, time, terminal, CleanUpAsync, cancellationToken);

    private async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        await peers.ClearExpiredBlacklistsAsync(cancellationToken);
        if (await peers.NeedsCleanupAsync(cancellationToken))
            terminal.Show(new CleanedUp(await peers.CleanupStalePeersAsync(cancellationToken)));
    }
}
