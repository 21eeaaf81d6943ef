namespace MeshChat;

internal sealed class FriendsCommand(IPeerPersistenceService peers, LinkTable links, ITerminal terminal) : ICommand
{
    public string Name => "friends";

    public string Argument => "";

    public string Help => "your friends alone, whoever else there is";

    public async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        var query = new PeerQuery { IsFriend = true, ExcludeBlacklisted = false, SortBy = PeerSortBy.Quality };
        var friends = await peers.QueryPeersAsync(query, cancellationToken);
        terminal.Show(new PeerList([.. friends.Where(peer => !Acquaintance.IsBlocked(peer)).Select(peer => PeerRow.Of(peer, links))]));
    }
}
