namespace MeshChat;

/// <summary>How the keeper reaches a peer: it calls, unless a link stands already.</summary>
internal sealed class Connector(
    Caller caller, Feelers feelers, LinkTable links, Absences absences, Func<ConnectionKeeper> keeper, ITerminal terminal) : IPeerConnector
{
    /// <summary>How many links the keeper keeps.</summary>
    public const int WantedLinks = 16;

    public async Task<IPeerConnection> ConnectAsync(PeerData peer, CancellationToken cancellationToken)
    {
        try
        {
            if (links.Find(peer.PeerId) is null)
                await CallAsync(peer, cancellationToken);
            return new LinkedPeer(links.Find(peer.PeerId) ?? throw new ProtocolException("The link ended at once."));
        }
        catch (Exception e) when (e is not NotNowException && !cancellationToken.IsCancellationRequested)
        {
            absences.Fail(peer.PeerId);
            terminal.Show(new TryFailed(peer.PeerId, absences.Of(peer.PeerId).Tries));
            throw;
        }
    }

    private async Task CallAsync(PeerData peer, CancellationToken cancellationToken)
    {
        // It is left alone until it gives a sign of life; while calls are under way, their answers decide.
        if (!feelers.MayCall(peer) && !feelers.AwaitsAnswer(peer))
            await keeper().DisconnectAsync(peer.PeerId, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        await caller.CallAsync(peer, cancellationToken);
    }
}
