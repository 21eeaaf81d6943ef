namespace MeshChat;

internal sealed class UnlinkCommand(AddressBook book, Partings partings, ITerminal terminal) : PeerCommand(book, terminal)
{
    private readonly ITerminal _terminal = terminal;

    public override string Name => "unlink";

    public override string Help => "end the link to a peer; friends still carry your lines";

    protected override async Task RunAsync(PeerData peer, string rest, CancellationToken cancellationToken)
    {
        await partings.PartAsync(peer.PeerId, cancellationToken);
        _terminal.Show(new Notice($"You are not linked with {peer.DisplayName} any more; /link {peer.DisplayName} changes that."));
    }
}
