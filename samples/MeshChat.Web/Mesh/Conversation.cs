namespace MeshChat;

/// <summary>
/// Lines for everyone. Each peer passes a new line on to all others it is linked with, so that it reaches those we are not linked with.
/// </summary>
internal sealed class Conversation(LocalPeer self, IPeerPersistenceService peers, Links links, ChatLog log)
{
    private readonly SeenMessages _seen = new();

    public async Task SayAsync(string typed)
    {
        if (PlainText.Clean(typed) is not { Length: > 0 } text)
            return;
        var line = new ChatLine(Guid.NewGuid(), self.Id, text, "");
        line = line with { Signature = await self.SignAsync(line.SignedText()) };
        _seen.TryAdd(self.Id, line.Id);
        links.Broadcast(line);
        log.Say(self.Card, text, via: null);
    }

    public async Task ReceiveAsync(PeerLink from, ChatLine line)
    {
        // Checked before it is noted, so that a forgery does not keep the true line out.
        if (_seen.Contains(line.From, line.Id) || await AuthorOfAsync(line) is not { } author || !_seen.TryAdd(line.From, line.Id))
            return;
        links.Broadcast(line, except: from);
        log.Say(author, line.Text, from.Peer.Id == author.Id ? null : from.Peer.Name);
    }

    /// <returns><c>null</c>: nobody we know wrote this, or one whom the user blocked.</returns>
    private async Task<PeerCard?> AuthorOfAsync(ChatLine line) =>
        await peers.GetPeerAsync(line.From) is { IsBlocked: false } author && PeerCard.Of(author) is { } card
            && await self.VerifiesAsync(card, line.SignedText(), line.Signature) ? card : null;
}
