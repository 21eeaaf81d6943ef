namespace MeshChat;

/// <summary>
/// Once a round every peer tells its friends with whom it is linked; so everyone knows who is in the mesh, and who is not.
/// </summary>
internal sealed class Gossip(IPeerPersistenceService peers, LinkTable links, MeshPace pace, TimeProvider time, ITerminal terminal)
{
    public Task RunAsync(CancellationToken cancellationToken) =>
        Recurring.RunAsync(pace.Gossip, time, terminal, RoundAsync, cancellationToken);

    public void TellAll() => links.Broadcast(new Presence([.. links.PeerIds.Take(WireLimits.Ids)]));

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        TellAll();

        // Alone we learn nothing: that nobody is heard may be our own network's fault.
        if (links.Count > 0)
            await peers.ObserveMeshAsync(
                [.. links.All.SelectMany(link => link.Neighbours).Concat(links.PeerIds).Distinct()], cancellationToken);
    }
}
