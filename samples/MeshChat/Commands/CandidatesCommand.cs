namespace MeshChat;

internal sealed class CandidatesCommand(IPeerPersistenceService peers, LinkTable links, ITerminal terminal) : ICommand
{
    public string Name => "candidates";

    public string Argument => "";

    public string Help => "whom you would call now, and why";

    public async Task RunAsync(string argument, CancellationToken cancellationToken)
    {
        var candidates = await peers.GetReconnectionCandidatesAsync(new() { ExcludePeerIds = [.. links.PeerIds] }, cancellationToken);
        terminal.Show(new CandidateList(
            [
                .. candidates.Select(c =>
                    new CandidateRow(c.Peer.PeerId, c.Peer.DisplayName, c.Score, c.Factors, c.Peer.ReconnectionAttempts)),
            ],
            candidates.PassedOver.Total));
    }
}
