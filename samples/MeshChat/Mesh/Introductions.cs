namespace MeshChat;

/// <summary>Friends tell friends who else is there, and where: cards travel until everyone has the latest.</summary>
internal sealed class Introductions(PeerIdentity self, LinkTable links, AddressBook book, Wakeup wakeup, ITerminal terminal)
{
    // The same news comes from several friends at once and should be news only once.
    private readonly Gate _oneAtATime = new();

    /// <summary>Makes a new friend and the old ones known to each other.</summary>
    public async Task IntroduceAsync(PeerLink friend, News news)
    {
        // First the old friends, so that they know who it is that will call them.
        if (news != News.Nothing)
            links.Broadcast(new Introduction([friend.Card]), except: friend);
        var cards = await book.CardsAsync(CancellationToken.None);
        friend.Send(new Introduction([.. cards.Where(card => card.Id != friend.PeerId)]));
    }

    public async Task ReceiveAsync(PeerLink from, Introduction introduction)
    {
        foreach (var card in introduction.Cards.Where(card => card.Id != self.Id))
        {
            using (await _oneAtATime.EnterAsync())
                await ReceiveAsync(from, card);
        }
    }

    private async Task ReceiveAsync(PeerLink from, PeerCard card)
    {
        var news = await book.HearOfAsync(card, CancellationToken.None);
        if (news == News.Nothing)
            return;
        links.Broadcast(new Introduction([card]), except: from);
        if (links.Find(card.Id) is { } link)
            link.Card = card;
        else
            wakeup.CallFor(card.Id);
        if (news == News.Unknown)
            terminal.Show(new Introduced(card.Id, card.Name, from.Name));
        else if (news == News.Moved)
            terminal.Show(new AddressChanged(card.Id, card.Name, card.Addresses[0]));
    }
}
