namespace MeshChat;

internal sealed class LinkCommand(
    AddressBook book, ConnectionKeeper keeper, Feelers feelers, LinkTable links, Partings partings, ITerminal terminal)
    : PeerCommand(book, terminal)
{
    private readonly ITerminal _terminal = terminal;

    public override string Name => "link";

    public override string Help => "call a peer now";

    protected override async Task RunAsync(PeerData peer, string rest, CancellationToken cancellationToken)
    {
        partings.Remove(peer.PeerId);
        feelers.Forgive(peer);
        await keeper.ConnectNowAsync(peer.PeerId, cancellationToken);
        if (links.Find(peer.PeerId) is null)
            _terminal.Show(new Problem($"{peer.DisplayName} does not answer."));
    }
}
