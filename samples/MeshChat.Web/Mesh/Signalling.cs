namespace MeshChat;

/// <summary>
/// Brings calls and answers to each other: through a friend of both, and where there is none, at the server's door. Whoever carries
/// them can neither read nor change what is said on the channel later.
/// </summary>
internal sealed class Signalling
{
    private readonly Dictionary<Guid, (string PeerId, TaskCompletionSource<Signal?> Answer)> _calls = [];
    private readonly LocalPeer _self;
    private readonly Links _links;
    private readonly Door _door;

    public Signalling(LocalPeer self, Links links, Door door)
    {
        (_self, _links, _door) = (self, links, door);
        door.Heard += signal => _ = ReceiveAsync(signal, answer => door.SayAsync(answer, CancellationToken.None));
        door.NobodyThere += Miss;
    }

    /// <summary>Somebody calls; the function brings the answer back.</summary>
    public Action<Signal, Func<Signal, Task>>? Called { get; set; }

    /// <summary>Calls a peer, and waits for its answer.</summary>
    /// <exception cref="ProtocolException">It is not there, or refuses.</exception>
    public async Task<Signal> CallAsync(string peerId, string description, string? invitation, CancellationToken cancellationToken)
    {
        var call = await SignAsync(new(Guid.NewGuid(), _self.Card, peerId, description, IsAnswer: false, invitation));
        try
        {
            var answer = _links.WayTo(peerId) is { } friend ? await AskAsync(call, Carrier(friend), cancellationToken) : null;
            answer ??= await AskAsync(call, signal => _door.SayAsync(signal, cancellationToken), cancellationToken);
            return answer is { Description.Length: > 0 } ? answer
                : throw new ProtocolException(answer is null ? "The peer is not there." : "The peer does not want us.");
        }
        finally
        {
            _calls.Remove(call.Call);
        }
    }

    public async Task<Signal> SignAsync(Signal signal) => signal with { Signature = await _self.SignAsync(signal.SignedText()) };

    /// <summary>A friend hands something over: it is for us, or for a friend of ours.</summary>
    public async Task ReceiveAsync(PeerLink from, Signal signal)
    {
        if (signal.To == _self.Id)
            await ReceiveAsync(signal, Carrier(from));
        else if (_links.Find(signal.To) is { } next && next != from)
            next.Send(new Carried(signal));
        else
            from.Send(new Absent(signal.To));
    }

    /// <summary>A call did not reach its peer this way.</summary>
    public void Miss(string peerId)
    {
        foreach (var (_, answer) in _calls.Values.Where(call => call.PeerId == peerId).ToList())
            answer.TrySetResult(null);
    }

    private async Task ReceiveAsync(Signal signal, Func<Signal, Task> back)
    {
        if (signal.To != _self.Id || !await _self.VerifiesAsync(signal.Author, signal.SignedText(), signal.Signature))
            return;
        if (!signal.IsAnswer)
            Called?.Invoke(signal, back);
        else if (_calls.TryGetValue(signal.Call, out var call) && call.PeerId == signal.Author.Id)
            call.Answer.TrySetResult(signal);
    }

    private async Task<Signal?> AskAsync(Signal call, Func<Signal, Task> way, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<Signal?>();
        _calls[call.Call] = (call.To, answer);
        await way(call);
        return await answer.Task.WaitAsync(cancellationToken);
    }

    private static Func<Signal, Task> Carrier(PeerLink friend) => signal =>
    {
        friend.Send(new Carried(signal));
        return Task.CompletedTask;
    };
}
