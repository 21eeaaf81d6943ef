namespace MeshChat;

/// <summary>Lets in who calls: friends, whom friends introduced, and strangers with an invitation.</summary>
internal sealed class Answerer(
    IPeerPersistenceService peers, InvitationBook invitations, DataChannels channels, Signalling signalling, Mesh mesh, LocalPeer self,
    Func<ConnectionKeeper> keeper, TimeProvider time)
{
    // Of one peer, so that it takes no place of others: one call through a friend, and the same at the door.
    private const int PendingOfOne = 2;

    private readonly List<string> _pending = [];

    // A call is answered twice at most: whoever carried it could say it again and again.
    private readonly SeenMessages _once = new(), _twice = new();

    /// <param name="call">A call, proven to be its author's.</param>
    /// <param name="back">Brings the answer back.</param>
    public void Answer(Signal call, Func<Signal, Task> back) => _ = AnswerAsync(call, back);

    private async Task AnswerAsync(Signal call, Func<Signal, Task> back)
    {
        if (call.Author.Id == self.Id || _pending.Count >= WireLimits.PendingCallers
            || _pending.Count(other => other == call.Author.Id) >= PendingOfOne
            || !(_once.TryAdd(call.Author.Id, call.Call) || _twice.TryAdd(call.Author.Id, call.Call)))
            return;
        _pending.Add(call.Author.Id);
        PeerLink? link = null;
        using var late = new CancellationTokenSource(WireLimits.GreetingTime, time);
        try
        {
            link = await MayComeInAsync(call) ? await channels.AnswerAsync(call.Description, late.Token) : null;
            await back(await signalling.SignAsync(
                new(call.Call, self.Card, call.Author.Id, link?.Description ?? "", IsAnswer: true)));
            if (link is null)
                return;
            await link.Opened.WaitAsync(late.Token);
            await mesh.MeetAsync(link, call);
            keeper().Accept(call.Author.Id, link);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A call costs nobody but its caller.
            if (link is not null)
                channels.Cut(link);
        }
        finally
        {
            _pending.Remove(call.Author.Id);
        }
    }

    private async Task<bool> MayComeInAsync(Signal call)
    {
        var known = await peers.GetPeerAsync(call.Author.Id);
        return known is null ? call.Invitation is { } token && invitations.Redeem(token) : !known.IsBlocked;
    }
}
