using System.Net.Sockets;

namespace MeshChat;

/// <summary>Answers callers: friends by their key, strangers by their invitation, nobody else.</summary>
internal sealed class Doorkeeper(
    PeerIdentity self, OwnCard card, SharedSecret secrets, LinkTable links, AddressBook book, InvitationBook invitations,
    ChangedKeys changedKeys, Mesh mesh, TimeProvider time, ITerminal terminal)
{
    private readonly SemaphoreSlim _places = new(WireLimits.PendingCallers);

    /// <summary>Hears a caller out. Never throws: a bad caller is no trouble of ours.</summary>
    public async Task ReceiveAsync(Socket caller)
    {
        if (!await _places.WaitAsync(TimeSpan.Zero))
        {
            caller.Dispose();
            return;
        }

        try
        {
            using var limit = new CancellationTokenSource(WireLimits.GreetingTime, time);
            await AnswerAsync(await SecureChannel.AcceptAsync(caller, self, limit.Token), limit.Token);
        }
        catch (Exception e) when (LinkFailure.Is(e))
        {
            // Not a word to it.
        }
        catch (PeerPersistenceException e)
        {
            terminal.Show(new Problem(e.Message));
        }
        catch (Exception e)
        {
            terminal.Show(new Problem($"A caller was not let in: {e.GetType().Name}."));
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task AnswerAsync(SecureChannel channel, CancellationToken cancellationToken)
    {
        try
        {
            var hello = await Handshake.HearAsync(channel, cancellationToken);
            var known = await book.FindAsync(hello.Card.Id, cancellationToken);
            if (ReasonToRefuse(hello, known) is { } reason)
                await RefuseAsync(channel, reason, cancellationToken);
            else
                await LetInAsync(channel, hello, known?.SharedSecret, cancellationToken);
        }
        catch
        {
            await channel.DisposeAsync();
            throw;
        }
    }

    /// <returns><c>null</c>: come in.</returns>
    private string? ReasonToRefuse(Hello hello, PeerData? known)
    {
        const string stranger = "I do not know you.";
        if (known is not null && Acquaintance.IsBlocked(known))
            return stranger;
        if (known is not null && ChangedKeys.Differ(known, hello.Card.Key))
        {
            changedKeys.Add(hello.Card);
            return "I know you by another key; ask me to accept this one.";
        }

        if (known?.PublicKey is not null || (hello.Invitation is { } token && invitations.Redeem(token)))
            return null;
        return hello.Invitation is null ? stranger : "This invitation is used up or too old.";
    }

    private async Task LetInAsync(SecureChannel channel, Hello hello, string? secret, CancellationToken cancellationToken)
    {
        var isSameSecret = secret is not null && SharedSecret.Mark(secret) == hello.SecretMark;
        var half = isSameSecret ? null : secrets.HalfFor(hello.Card.Id);
        var link = new PeerLink(channel, hello.Card, hello.Session, dialled: false);

        // Queued before anything else can be.
        link.Send(new Welcome(card.Current, links.Session, half));
        await mesh.AttachAsync(link, half is null ? null : SharedSecret.Combine(half, hello.SecretHalf), cancellationToken);
    }

    private static async Task RefuseAsync(SecureChannel channel, string reason, CancellationToken cancellationToken)
    {
        await using (channel)
        {
            await channel.SendAsync(new Refusal(reason), cancellationToken);
            await channel.EndSendingAsync();
        }
    }
}
