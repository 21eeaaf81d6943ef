namespace MeshChat;

/// <summary>
/// Brings calls and answers to each other: through a friend of both, and where there is none, at the server's door. Whoever carries
/// them can neither read nor change what is said on the channel later.
/// </summary>
internal sealed class Signalling
{
    /// <summary>How long a friend may take who says to be linked with a peer; then the door is tried.</summary>
    private static readonly TimeSpan CarriedWithin = TimeSpan.FromSeconds(5);

    private readonly Dictionary<Guid, (string PeerId, PeerLink? Friend, TaskCompletionSource<Signal?> Answer)> _calls = [];
    private readonly LocalPeer _self;
    private readonly Links _links;
    private readonly Door _door;
    private readonly TimeProvider _time;

    public Signalling(LocalPeer self, Links links, Door door, TimeProvider time)
    {
        (_self, _links, _door, _time) = (self, links, door, time);
        door.Heard += signal => _ = ReceiveAsync(signal, answer => door.SayAsync(answer, CancellationToken.None));
        door.NobodyThere += peerId => Miss(peerId, through: null);
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
            var answer = _links.WayTo(peerId) is { } friend ? await AskThroughAsync(friend, call, cancellationToken) : null;
            answer ??= await AskAtTheDoorAsync(call, cancellationToken);
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

    /// <summary>A call did not reach its peer this way. Others than who should carry it cannot know.</summary>
    /// <param name="peerId">The peer.</param>
    /// <param name="through">The friend who says so; <c>null</c>: nobody is at the door.</param>
    public void Miss(string peerId, PeerLink? through)
    {
        foreach (var call in _calls.Values.Where(call => call.PeerId == peerId && call.Friend == through).ToList())
            call.Answer.TrySetResult(null);
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

    /// <returns><c>null</c>: the friend is not linked with the peer, or does not carry the call.</returns>
    private async Task<Signal?> AskThroughAsync(PeerLink friend, Signal call, CancellationToken cancellationToken)
    {
        var answer = Expect(call, friend);
        await Carrier(friend)(call);
        try
        {
            return await answer.WaitAsync(CarriedWithin, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <returns><c>null</c>: nobody is there.</returns>
    private async Task<Signal?> AskAtTheDoorAsync(Signal call, CancellationToken cancellationToken)
    {
        var answer = Expect(call, friend: null);
        await _door.SayAsync(call, cancellationToken);
        return await answer.WaitAsync(cancellationToken);
    }

    private Task<Signal?> Expect(Signal call, PeerLink? friend)
    {
        var answer = new TaskCompletionSource<Signal?>();
        _calls[call.Call] = (call.To, friend, answer);
        return answer.Task;
    }

    private static Func<Signal, Task> Carrier(PeerLink friend) => signal =>
    {
        friend.Send(new Carried(signal));
        return Task.CompletedTask;
    };
}
