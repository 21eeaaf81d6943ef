namespace MeshChat;

internal sealed class UnlinkCommand(AddressBook book, LinkTable links, Partings partings, ITerminal terminal) : PeerCommand(book, terminal)
{
    private readonly ITerminal _terminal = terminal;

    public override string Name => "unlink";

    public override string Help => "end the link to a peer; friends still carry your lines";

    protected override async Task RunAsync(PeerData peer, string rest, CancellationToken cancellationToken)
    {
        partings.Add(peer.PeerId);
        if (links.Find(peer.PeerId) is { } link)
        {
            link.Close(new Goodbye(Leaving: false));
            await link.Running.WaitAsync(cancellationToken);
        }

        _terminal.Show(new Notice($"You are not linked with {peer.DisplayName} any more; /link {peer.DisplayName} changes that."));
    }
}
