namespace MeshChat;

/// <summary>
/// Once a round every peer tells its friends with whom it is linked; so everyone knows who is in the mesh, and who is not.
/// </summary>
internal sealed class Gossip(
    IPeerPersistenceService peers, LinkTable links, Absences absences, MeshPace pace, TimeProvider time, ITerminal terminal)
{
    public Task RunAsync(CancellationToken cancellationToken) =>
        Recurring.RunAsync(pace.Gossip, time, terminal, RoundAsync, cancellationToken);

    public void TellAll() => links.Broadcast(new Presence([.. links.PeerIds.Take(WireLimits.Ids)]));

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        TellAll();

        // Alone we learn nothing: that nobody is heard may be our own network's fault.
        var tellers = links.All.Where(link => link.Neighbours is not null).ToList();
        if (tellers.Count == 0)
            return;

        // What we found out ourselves a moment ago outweighs what friends tell: they may not have noticed yet, or lie.
        var told = tellers.SelectMany(link => link.Neighbours!).Where(peerId => !absences.IsFresh(peerId, pace.Silence));
        await peers.ObserveMeshAsync(
            told.Concat(links.PeerIds).Distinct().ToList(), [.. tellers.Select(link => link.PeerId)], cancellationToken);
    }
}
