namespace MeshChat;

internal sealed class PinCommand(IPeerPersistenceService peers, AddressBook book, ITerminal terminal) : PeerCommand(book, terminal)
{
    private readonly ITerminal _terminal = terminal;

    public override string Name => "pin";

    public override string Help => "never forget a peer, whatever happens; once more: no longer";

    protected override async Task RunAsync(PeerData peer, string rest, CancellationToken cancellationToken)
    {
        await peers.SetPinnedAsync(peer.PeerId, !peer.IsPinned, cancellationToken);
        _terminal.Show(new Notice(peer.IsPinned ? $"{peer.DisplayName} is pinned no longer." : $"{peer.DisplayName} is pinned and stays."));
    }
}
