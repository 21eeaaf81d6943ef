namespace MeshChat;

/// <summary>Takes new links in, and gives each message to the part that it concerns.</summary>
internal sealed class Mesh(
    IPeerPersistenceService peers, Links links, Introductions introductions, Conversation conversation, ChatLog log,
    Signalling signalling, Func<ConnectionKeeper> keeper)
{
    /// <summary>Writes down a peer that stands at the other end of a new link, and hears it from now on.</summary>
    /// <param name="link">The link; it is open.</param>
    /// <param name="proof">The peer's signed description of its end.</param>
    public async Task MeetAsync(PeerLink link, Signal proof)
    {
        link.Peer = proof.Author;
        var path = await link.Opened;
        var known = await peers.GetPeerAsync(link.Peer.Id);
        var met = Acquaintance.Met(link.Peer, proof.Description, path);
        await peers.StorePeerAsync(met);
        if (known is not null && Acquaintance.HasMoved(known, met))
            log.Tell($"{link.Peer.Name} is at another address now.");
        _ = link.RunAsync(message => ReceiveAsync(link, message));
    }

    /// <summary>Ends the link to a peer for the user; lines go through friends from now on.</summary>
    public async Task PartAsync(string peerId)
    {
        links.Find(peerId)?.Send(new Goodbye());
        await keeper().DisconnectAsync(peerId);
    }

    private Task ReceiveAsync(PeerLink from, WireMessage message)
    {
        switch (message)
        {
            case ChatLine line:
                return conversation.ReceiveAsync(from, line);
            case Carried carried:
                return signalling.ReceiveAsync(from, carried.Signal);
            case Introduction introduction:
                return introductions.ReceiveAsync(from, introduction);
            case Absent absent:
                signalling.Miss(absent.PeerId, from);
                return Task.CompletedTask;
            case Presence presence:
                from.Neighbours = presence.Linked;
                return Task.CompletedTask;
            default:
                return keeper().DisconnectAsync(from.Peer.Id);
        }
    }
}
