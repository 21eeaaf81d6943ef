namespace MeshChat;

/// <summary>Friends tell friends who else is there, and where. They are believed no more than that somebody may exist.</summary>
internal sealed class Introductions(
    PeerIdentity self, IPeerPersistenceService peers, LinkTable links, AddressBook book, ChangedKeys changedKeys, Partings partings,
    TimeProvider time, ITerminal terminal)
{
    // A peer that moves more often than this moves others to write, tell and call.
    private readonly Quota _renewals = new(16, TimeSpan.FromHours(1), time);

    // The same news comes from several friends at once and should be news only once.
    private readonly Gate _oneAtATime = new();

    /// <summary>Makes a new friend and the old ones known to each other.</summary>
    public async Task IntroduceAsync(PeerLink friend, News news)
    {
        // First the old friends, so that they know who it is that will call them.
        if (news != News.Nothing)
            links.Broadcast(new Introduction([friend.Card]), except: friend);
        var cards = links.All.Select(link => link.Card).Concat(await book.CardsAsync(CancellationToken.None));
        friend.Send(new Introduction(
            [.. cards.Where(card => card.Id != friend.PeerId).DistinctBy(card => card.Id).Take(WireLimits.Cards)]));
    }

    public async Task ReceiveAsync(PeerLink from, Introduction introduction)
    {
        using (await _oneAtATime.EnterAsync())
        {
            var cards = introduction.Cards.Where(card => card.Id != self.Id).DistinctBy(card => card.Id).ToDictionary(card => card.Id);
            var sponsor = await book.FindAsync(from.PeerId) is { } teller ? Acquaintance.SponsorOf(teller) : from.PeerId;
            foreach (var known in await peers.GetPeersAsync(cards.Keys))
            {
                cards.Remove(known.PeerId, out var card);
                await RenewAsync(from, card!, known, sponsor);
            }

            await IntroduceAsync(from, [.. cards.Values], sponsor);
        }
    }

    /// <summary>
    /// Of those whom we do not know the library keeps a few, as strangers: as its quota has it, none whom the user forgot.
    /// </summary>
    private async Task IntroduceAsync(PeerLink from, PeerCard[] unknown, string sponsor)
    {
        if (unknown.Length == 0)
            return;
        await peers.IntroducePeersAsync(unknown.Select(card => Acquaintance.HeardOf(card, sponsor)), sponsor);
        foreach (var stranger in await peers.GetPeersAsync(unknown.Select(card => card.Id)))
        {
            terminal.Show(new Introduced(stranger.PeerId, stranger.DisplayName, from.Name));
            _ = partings.CallUnlessPartedAsync(stranger.PeerId);
        }
    }

    /// <summary>The later word, signed, of a peer that is known: whoever passed it on.</summary>
    private async Task RenewAsync(PeerLink from, PeerCard card, PeerData known, string sponsor)
    {
        var news = Acquaintance.NewsOf(card, known);
        if (news == News.Nothing || Acquaintance.IsBlocked(known) || !_renewals.TryTake(card.Id))
            return;
        if (ChangedKeys.Differ(known, card.Key))
            changedKeys.Add(card);
        else if (!Acquaintance.IsMet(known))
            await peers.IntroducePeersAsync([Acquaintance.HeardOf(card, sponsor)], sponsor);
        else
            await RenewAsync(from, card, news);
    }

    private async Task RenewAsync(PeerLink from, PeerCard card, News news)
    {
        await peers.UpdatePeerAsync(card.Id, peer => Acquaintance.Renewed(peer, card));
        links.Broadcast(new Introduction([card]), except: from);
        if (links.Find(card.Id) is { } link)
            link.Card = card;
        else
            _ = partings.CallUnlessPartedAsync(card.Id);
        if (news == News.Moved)
            terminal.Show(new AddressChanged(card.Id, card.Name, card.Addresses[0]));
    }
}
