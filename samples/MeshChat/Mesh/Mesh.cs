namespace MeshChat;

/// <summary>Runs every link from the greeting to the last word, and gives each message to the part that it concerns.</summary>
internal sealed class Mesh(
    LinkTable links, AddressBook book, ChangedKeys changedKeys, Absences absences, Partings partings, Func<ConnectionKeeper> keeper,
    ITerminal terminal, Introductions introductions, Gossip gossip, QualityTracking quality, Conversation conversation,
    DirectMessages directMessages)
{
    private readonly Gate _admission = new();

    /// <summary>
    /// Takes a new link in, writes its peer down, and lets it run; or lets it end, where a better link to its peer stands.
    /// </summary>
    /// <param name="link">The link.</param>
    /// <param name="newSecret">The secret that the two have just agreed upon, if they did.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task AttachAsync(PeerLink link, string? newSecret, CancellationToken cancellationToken)
    {
        News news;

        // One at a time: of two links to one peer, both sides keep the secret of the one that stays.
        using (await _admission.EnterAsync(cancellationToken))
        {
            if (!links.TryAdd(link, out var replaced))
            {
                Dismiss(link);
                return;
            }

            replaced?.Close();
            news = await RememberAsync(link, newSecret, cancellationToken);
            Announce(link);
            link.Running = RunAsync(link);
            if (!link.Dialled)
                keeper().Accept(link.PeerId, new LinkedPeer(link));
        }

        await introductions.IntroduceAsync(link, news);
        gossip.TellAll();
        link.Ping();
    }

    /// <summary>Ends all links; messages that wait are still sent.</summary>
    public async Task CloseAllAsync(Goodbye? goodbye = null)
    {
        List<PeerLink> all;
        using (await _admission.EnterAsync())
            all = [.. links.All];
        all.ForEach(link => link.Close(goodbye));
        await Task.WhenAll(all.Select(link => link.Running));
    }

    /// <summary>
    /// Two calls crossed, and this is not the one that stays. The other side may have said something on it already: it is heard
    /// out until it hangs up, which it does as soon as it has both calls. A caller that waits for its welcome cannot have.
    /// </summary>
    private void Dismiss(PeerLink link)
    {
        if (!link.Dialled)
            link.Cut();
        link.Running = RunAsync(link);
    }

    private async Task<News> RememberAsync(PeerLink link, string? newSecret, CancellationToken cancellationToken)
    {
        try
        {
            return await book.MeetAsync(link, newSecret, cancellationToken);
        }
        catch (Exception e)
        {
            links.Remove(link);
            link.Gone.TrySetResult(Departure.Network);
            if (e is PublicKeyChangedException)
                changedKeys.Add(link.Card);
            throw;
        }
    }

    private void Announce(PeerLink link)
    {
        partings.Remove(link.PeerId);
        var (tries, duration) = absences.End(link.PeerId);
        terminal.Show(new Linked(link.PeerId, link.Name, link.Dialled, link.RemotePort, tries, (long)duration.TotalMilliseconds));
    }

    private async Task RunAsync(PeerLink link)
    {
        try
        {
            await link.RunAsync(message => ReceiveAsync(link, message));
        }
        catch (Exception e) when (LinkFailure.Is(e))
        {
            // The network failed or the peer broke the rules: the link is gone either way.
        }
        catch (PeerPersistenceException e)
        {
            terminal.Show(new Problem(e.Message));
        }
        catch (Exception e)
        {
            // What one neighbour says must cost nobody but that neighbour, whatever we overlooked.
            terminal.Show(new Problem($"The link to {link.Name} ended over a message: {e.GetType().Name}."));
        }

        if (links.Remove(link))
            await DetachAsync(link);
    }

    private Task ReceiveAsync(PeerLink from, WireMessage message)
    {
        switch (message)
        {
            case ChatLine line:
                return conversation.ReceiveAsync(from, line);
            case DirectMessage direct:
                return directMessages.ReceiveAsync(from, direct);
            case Introduction introduction:
                return introductions.ReceiveAsync(from, introduction);
            case Presence presence:
                from.Neighbours = presence.Linked;
                return Task.CompletedTask;
            case Ping ping:
                from.Send(new Pong(ping.Number));
                return Task.CompletedTask;
            case Pong pong:
                return quality.ReceiveAsync(from, pong);
            default:
                throw new ProtocolException("A greeting in the middle of a conversation.");
        }
    }

    private async Task DetachAsync(PeerLink link)
    {
        absences.Begin(link.PeerId);
        var departure = link switch
        {
            { ClosedHere: true } => Departure.Local,
            { Goodbye.Leaving: false } => Departure.Network,
            { EndedThere: true } or { Goodbye.Leaving: true } => Departure.Remote,
            _ => Departure.Network,
        };
        var parted = link.Goodbye is { Leaving: false };
        if (parted)
            await partings.AddAsync(link.PeerId);
        link.Gone.TrySetResult(departure);
        terminal.Show(new Unlinked(link.PeerId, link.Name, departure, parted));
    }
}
