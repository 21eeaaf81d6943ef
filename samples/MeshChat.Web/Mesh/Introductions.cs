namespace MeshChat;

/// <summary>Friends tell friends who else is here. They are believed no more than that somebody may exist.</summary>
internal sealed class Introductions(
    LocalPeer self, IPeerPersistenceService peers, Links links, ChatLog log, Func<ConnectionKeeper> keeper, TimeProvider time)
{
    // A friend who introduces more than this makes others call.
    private readonly Quota _calls = new(WireLimits.Cards, TimeSpan.FromMinutes(1), time);

    /// <summary>Makes who just came and those who are here known to each other.</summary>
    public void Introduce(PeerLink newcomer)
    {
        // First those who are here, so that they know who it is that will call them.
        links.Broadcast(new Introduction([newcomer.Peer]), except: newcomer);
        newcomer.Send(new Introduction(
            [.. links.All.Where(link => link != newcomer).Select(link => link.Peer).Take(WireLimits.Cards)]));
    }

    public async Task ReceiveAsync(PeerLink from, Introduction introduction)
    {
        var cards = introduction.Cards.Where(card => card.Id != self.Id).DistinctBy(card => card.Id).ToDictionary(card => card.Id);
        var unknown = await peers.FindNewPeerIdsAsync(cards.Keys);
        await peers.IntroducePeersAsync(unknown.Select(id => Acquaintance.HeardOf(cards[id])), from.Peer.Id);

        // The library keeps a few strangers, none whom the user forgot.
        foreach (var stranger in await peers.GetPeersAsync(unknown))
            log.Tell($"{from.Peer.Name} introduces {stranger.DisplayName}.");

        // Of two who were introduced to each other one calls.
        foreach (var known in await peers.GetPeersAsync(cards.Keys))
        {
            if (string.CompareOrdinal(self.Id, known.PeerId) < 0 && links.Find(known.PeerId) is null && _calls.TryTake(from.Peer.Id))
                _ = CallAsync(known.PeerId);
        }
    }

    private async Task CallAsync(string peerId)
    {
        var missing = keeper().State.Missing.FirstOrDefault(peer => peer.PeerId == peerId);
        if (missing?.Reason is not (MissingReason.Disconnected or MissingReason.Blocked))
            await keeper().ConnectNowAsync(peerId);
    }
}
