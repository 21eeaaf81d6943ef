namespace MeshChat;

/// <summary>Pairs two strangers: one makes an invitation, the other uses it.</summary>
internal sealed class Joining(
    PeerIdentity self, OwnCard card, LinkTable links, InvitationBook invitations, AddressBook book, Caller caller,
    Func<ConnectionKeeper> keeper, MeshPace pace, ITerminal terminal)
{
    public void Invite()
    {
        var address = ListenAddress.Parse(card.Current.Addresses[0])!;
        terminal.Show(new Invited(new Invitation(address, self.Id, invitations.Open()).ToCode()));
    }

    public async Task JoinAsync(string code, CancellationToken cancellationToken)
    {
        if (Invitation.Parse(code) is not { } invitation)
            terminal.Show(new Problem("This is no invitation; one begins with mesh1-."));
        else if (invitation.PeerId == self.Id)
            terminal.Show(new Problem("This is your own invitation: give it to a friend."));
        else if (links.Find(invitation.PeerId) is { } link)
            terminal.Show(new Notice($"You are linked with {link.Name} already."));
        else
            await CallAsync(invitation, cancellationToken);
    }

    private async Task CallAsync(Invitation invitation, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(pace.Call);
        var known = await book.FindAsync(invitation.PeerId, cancellationToken);
        try
        {
            await caller.CallAsync(invitation.Address, invitation.PeerId, known?.SharedSecret, invitation.Token, limit.Token);
            await keeper().ConnectNowAsync(invitation.PeerId, cancellationToken);
        }
        catch (Exception e) when (LinkFailure.Is(e) && !cancellationToken.IsCancellationRequested)
        {
            terminal.Show(new Problem(
                e is ProtocolException ? $"Refused: {e.Message}" : "Nobody with this invitation's key answers at its address."));
        }
    }
}
