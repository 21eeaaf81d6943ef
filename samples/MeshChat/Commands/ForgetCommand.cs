namespace MeshChat;

internal sealed class ForgetCommand(IPeerPersistenceService peers, AddressBook book, Partings partings, ITerminal terminal)
    : PeerCommand(book, terminal)
{
    private readonly ITerminal _terminal = terminal;

    public override string Name => "forget";

    public override string Help => "end the link to a peer, and forget the peer and its key";

    protected override async Task RunAsync(PeerData peer, string rest, CancellationToken cancellationToken)
    {
        await partings.PartAsync(peer.PeerId, cancellationToken);
        await peers.RemovePeerAsync(peer.PeerId, cancellationToken);
        partings.Remove(peer.PeerId);
        _terminal.Show(new Notice($"{peer.DisplayName} is forgotten, whatever friends tell; only a new invitation changes that."));
    }
}
