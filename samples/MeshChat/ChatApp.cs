namespace MeshChat;

/// <summary>One peer, from its start to its goodbye.</summary>
internal sealed class ChatApp(
    IPeerPersistenceService peers, PeerIdentity self, OwnCard card, ChatOptions options, ChatFolder folder, Listener listener, Mesh mesh,
    ConnectionKeeper keeper, Gossip gossip, QualityTracking quality, Upkeep upkeep, Joining joining, CommandLoop commands,
    ITerminal terminal)
{
    /// <summary>Chats until the user quits or the program is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var known = await peers.GetAllPeerIdsAsync(cancellationToken);
        listener.Open();
        terminal.Show(new Started(self.Id, options.Name, card.Current.Addresses[0], folder.Path, known.Count));

        keeper.Start();
        using var quit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] work =
        [
            TalkAsync(quit.Token), gossip.RunAsync(quit.Token), quality.RunAsync(quit.Token), upkeep.RunAsync(quit.Token),
        ];

        // Talking ends when the user wants; any other part only when it fails, and then the chat says so and ends.
        await Task.WhenAny(work);
        await quit.CancelAsync();
        try
        {
            await Task.WhenAll(work);
        }
        catch (OperationCanceledException)
        {
            // This is how they end.
        }

        listener.Dispose();
        await keeper.StopAsync(CancellationToken.None);
        await mesh.CloseAllAsync(new Goodbye(Leaving: true));
    }

    private async Task TalkAsync(CancellationToken cancellationToken)
    {
        if (options.Join is { } code)
            await joining.JoinAsync(code, cancellationToken);
        await commands.RunAsync(cancellationToken);
    }
}
