namespace MeshChat;

/// <summary>
/// Lines for everyone. Each peer passes a new line on to all others it is linked with, so that it reaches those we are not linked with.
/// </summary>
internal sealed class Conversation(PeerIdentity self, LinkTable links, AddressBook book, ITerminal terminal)
{
    private readonly SeenMessages _seen = new();

    public void Say(string text)
    {
        var line = new ChatLine(Guid.NewGuid(), self.Id, text, []);
        line = line with { Signature = self.Sign(line.SignedText()) };
        _seen.TryAdd(self.Id, line.Id);
        links.Broadcast(line);
        terminal.Show(new LineSaid(line.Id, text));
    }

    public async Task ReceiveAsync(PeerLink from, ChatLine line)
    {
        // Checked before it is noted, so that a forgery does not keep the true line out.
        if (_seen.Contains(line.From, line.Id) || await AuthorOfAsync(line) is not { } author || !_seen.TryAdd(line.From, line.Id))
            return;
        links.Broadcast(line, except: from);
        terminal.Show(new LineHeard(line.Id, line.From, author, line.Text));
    }

    /// <returns><c>null</c>: nobody we know wrote this, or one whom the user blocked.</returns>
    private async Task<string?> AuthorOfAsync(ChatLine line) =>
        await book.FindAsync(line.From) is { } author && !Acquaintance.IsBlocked(author)
            && PublicKey.Parse(author.PublicKey)?.Verifies(line.SignedText(), line.Signature) == true
            ? author.DisplayName : null;
}
