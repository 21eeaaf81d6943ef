namespace MeshChat;

internal sealed class AcceptCommand(
    IPeerPersistenceService peers, AddressBook book, ChangedKeys changedKeys, Partings partings, ITerminal terminal)
    : PeerCommand(book, terminal)
{
    private readonly ITerminal _terminal = terminal;

    public override string Name => "accept";

    public override string Help => "take the new key that a peer shows for its own";

    protected override async Task RunAsync(PeerData peer, string rest, CancellationToken cancellationToken)
    {
        if (changedKeys.Take(peer.PeerId) is not { } key)
        {
            _terminal.Show(new Problem($"{peer.DisplayName} shows no other key than the one you know."));
            return;
        }

        await peers.AcceptKeyAsync(peer.PeerId, key, cancellationToken);
        partings.Remove(peer.PeerId);
        _terminal.Show(new Notice($"{peer.DisplayName} is known by the new key now; /link {peer.DisplayName} calls."));
    }
}
