namespace MeshChat;

internal sealed class UnblockCommand(IPeerPersistenceService peers, AddressBook book, ITerminal terminal) : PeerCommand(book, terminal)
{
    private readonly ITerminal _terminal = terminal;

    public override string Name => "unblock";

    public override string Help => "lift a block";

    protected override async Task RunAsync(PeerData peer, string rest, CancellationToken cancellationToken)
    {
        await peers.UnblockAsync(peer.PeerId, cancellationToken);
        _terminal.Show(new Notice($"{peer.DisplayName} is blocked no longer; /link {peer.DisplayName} calls."));
    }
}
