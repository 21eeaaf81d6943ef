namespace MeshChat;

internal sealed class PeersCommand(IPeerPersistenceService peers, LinkTable links, ITerminal terminal) : ICommand
{
    public string Name => "peers";

    public string Argument => "";

    public string Help => "whom you know, the best connections first";

    public async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        var all = await peers.QueryPeersAsync(new() { SortBy = PeerSortBy.Quality, ExcludeBlacklisted = false }, cancellationToken);
        terminal.Show(new PeerList([.. all.Select(peer => PeerRow.Of(peer, links))]));
    }
}
