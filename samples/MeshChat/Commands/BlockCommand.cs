namespace MeshChat;

internal sealed class BlockCommand(IPeerPersistenceService peers, AddressBook book, Partings partings, ITerminal terminal)
    : PeerCommand(book, terminal)
{
    private readonly ITerminal _terminal = terminal;

    public override string Name => "block";

    public override string Help => "neither call, hear nor let in a peer, until /unblock";

    protected override async Task RunAsync(PeerData peer, string rest, CancellationToken cancellationToken)
    {
        // First the block: the link that ends is not followed by another.
        await peers.BlockAsync(peer.PeerId, cancellationToken);
        await partings.PartAsync(peer.PeerId, cancellationToken);
        partings.Remove(peer.PeerId);
        _terminal.Show(new Notice($"{peer.DisplayName} is blocked; only /unblock {peer.DisplayName} changes that."));
    }
}
