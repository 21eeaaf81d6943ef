namespace MeshChat;

/// <summary>Lines for one peer: straight where a link stands, else through the best friend that has one.</summary>
internal sealed class DirectMessages(PeerIdentity self, IPeerPersistenceService peers, LinkTable links, ITerminal terminal)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromDays(1);
    private readonly SeenMessages _seen = new();

    public async Task SendAsync(PeerData to, string text, CancellationToken cancellationToken)
    {
        if (to.SharedSecret is not { } secret)
        {
            terminal.Show(new Problem($"You share no secret with {to.DisplayName} yet; you have to be linked once."));
            return;
        }

        var straight = links.Find(to.PeerId);
        if ((straight ?? await BestWayAsync(to.PeerId, cancellationToken)) is not { } way)
        {
            terminal.Show(new Problem($"{to.DisplayName} is out of reach now."));
            return;
        }

        var message = new DirectMessage(Guid.NewGuid(), self.Id, to.PeerId, []);
        way.Send(message with { Sealed = SealedText.Seal(text, secret, Context(message)) });
        terminal.Show(new DirectSaid(to.DisplayName, straight is null ? way.Name : null, text));
    }

    public async Task ReceiveAsync(PeerLink link, DirectMessage message)
    {
        if (message.To != self.Id)
            Carry(link, message);
        else if (await peers.GetPeerAsync(message.From) is { SharedSecret: { } secret } author && !Acquaintance.IsBlocked(author)
            && SealedText.Open(message.Sealed, secret, Context(message)) is { } text
            && PlainText.IsLine(text) && _seen.TryAdd(message.From, message.Id))
            terminal.Show(new DirectHeard(message.From, author.DisplayName, link.PeerId == message.From ? null : link.Name, text));
    }

    /// <summary>Of the friends that are linked with the peer, the one to whom our connections were the best.</summary>
    private async Task<PeerLink?> BestWayAsync(string peerId, CancellationToken cancellationToken)
    {
        var best = await peers.QueryPeersAsync(new() { SortBy = PeerSortBy.Quality, MaxAge = Freshness }, cancellationToken);
        return best.Select(peer => links.Find(peer.PeerId)).FirstOrDefault(link => link?.Neighbours?.Contains(peerId) == true);
    }

    /// <summary>Passes a friend's message on, one step and no further, so that none goes round in circles.</summary>
    private void Carry(PeerLink link, DirectMessage message)
    {
        if (link.PeerId == message.From)
            links.Find(message.To)?.Send(message);
    }

    private static string Context(DirectMessage message) => $"{message.From} {message.To} {message.Id}";
}
