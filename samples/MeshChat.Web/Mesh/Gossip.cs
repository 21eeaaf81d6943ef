namespace MeshChat;

/// <summary>Peers tell their friends with whom they are linked: so everyone knows who is here, and through whom.</summary>
internal sealed class Gossip(IPeerPersistenceService peers, Links links, TimeProvider time)
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(15);

    public async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Round, time);
        while (await timer.WaitForNextTickAsync())
        {
            TellAll();
            await ObserveAsync();
        }
    }

    public void TellAll() => links.Broadcast(new Presence([.. links.All.Select(link => link.Peer.Id).Take(WireLimits.Ids)]));

    /// <summary>The library learns when each peer uses to be here.</summary>
    private async Task ObserveAsync()
    {
        var tellers = links.All.ToList();
        if (tellers.Count == 0)
            return;
        var here = tellers.SelectMany(link => link.Neighbours.Append(link.Peer.Id)).Distinct().ToList();
        try
        {
            await peers.ObserveMeshAsync(here, [.. tellers.Select(link => link.Peer.Id)]);
        }
        catch (PeerPersistenceException)
        {
            // The next round tells again.
        }
    }
}
