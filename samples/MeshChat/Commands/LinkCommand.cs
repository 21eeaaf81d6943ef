namespace MeshChat;

internal sealed class LinkCommand(AddressBook book, Reconnector reconnector, ITerminal terminal) : PeerCommand(book, terminal)
{
    public override string Name => "link";

    public override string Help => "call a peer now";

    protected override Task RunAsync(PeerData peer, string rest, CancellationToken cancellationToken) => reconnector.CallAsync(peer.PeerId, cancellationToken);
}
