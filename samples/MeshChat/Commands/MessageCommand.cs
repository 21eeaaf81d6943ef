namespace MeshChat;

internal sealed class MessageCommand(AddressBook book, DirectMessages messages, ITerminal terminal) : PeerCommand(book, terminal)
{
    private readonly ITerminal _terminal = terminal;

    public override string Name => "msg";

    public override string Argument => "<peer> <text>";

    public override string Help => "say something to one peer alone";

    protected override async Task RunAsync(PeerData peer, string rest, CancellationToken cancellationToken)
    {
        if (PlainText.Clean(rest) is { Length: > 0 } text)
            await messages.SendAsync(peer, text, cancellationToken);
        else
            _terminal.Show(new Problem($"Say /{Name} {Argument}."));
    }
}
