namespace MeshChat;

/// <summary>How the keeper reaches a peer, and how a stranger is reached who invited us.</summary>
internal sealed class Caller(DataChannels channels, Signalling signalling, Mesh mesh, Func<ConnectionKeeper> keeper) : IPeerConnector
{
    private static readonly TimeSpan InvitedWithin = TimeSpan.FromSeconds(20);

    public async Task<IPeerConnection> ConnectAsync(PeerData peer, CancellationToken cancellationToken = default) =>
        await CallAsync(peer.PeerId, invitation: null, cancellationToken);

    /// <summary>Takes a friend's invitation.</summary>
    /// <param name="text">The code, or the link.</param>
    /// <returns>Why it did not work; <c>null</c>: it did.</returns>
    public async Task<string?> TryJoinAsync(string text)
    {
        if (Invitation.Parse(text) is not { } invitation)
            return "This is no invitation.";
        using var late = new CancellationTokenSource(InvitedWithin, TimeProvider.System);
        try
        {
            keeper().Accept(invitation.PeerId, await CallAsync(invitation.PeerId, invitation.Token, late.Token), inbound: false);
            return null;
        }
        catch (Exception e) when (e is ProtocolException or PeerPersistenceException or OperationCanceledException or ArgumentException)
        {
            return e is ProtocolException or PeerPersistenceException ? e.Message : "Nobody answered.";
        }
    }

    private async Task<PeerLink> CallAsync(string peerId, string? invitation, CancellationToken cancellationToken)
    {
        var link = await channels.OfferAsync(cancellationToken);
        try
        {
            var answer = await signalling.CallAsync(peerId, link.Description, invitation, cancellationToken);
            await channels.AcceptAsync(link, answer.Description, cancellationToken);
            await link.Opened.WaitAsync(cancellationToken);
            await mesh.MeetAsync(link, answer);
            return link;
        }
        catch
        {
            channels.Cut(link);
            throw;
        }
    }
}
