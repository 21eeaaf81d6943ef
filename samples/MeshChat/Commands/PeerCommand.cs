namespace MeshChat;

/// <summary>A command about one peer, named first.</summary>
internal abstract class PeerCommand(AddressBook book, ITerminal terminal) : ICommand
{
    public abstract string Name { get; }

    public virtual string Argument => "<peer>";

    public abstract string Help { get; }

    public async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        var parts = argument.Split(' ', 2, StringSplitOptions.TrimEntries);
        switch (await book.FindByNameAsync(parts[0], cancellationToken))
        {
            case []:
                terminal.Show(new Problem($"You know no {PlainText.Clean(parts[0])}; /peers lists whom you know."));
                break;
            case [var peer]:
                await RunAsync(peer, parts.Length == 2 ? parts[1] : "", cancellationToken);
                break;
            case var several:
                var beginnings = several.Select(peer => peer.PeerId[..Math.Min(8, peer.PeerId.Length)]);
                terminal.Show(new Problem($"Which one? Say the beginning of the id: {string.Join(", ", beginnings)}."));
                break;
        }
    }

    protected abstract Task RunAsync(PeerData peer, string rest, CancellationToken cancellationToken);
}
