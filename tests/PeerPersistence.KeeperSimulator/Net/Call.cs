namespace PeerPersistence.KeeperSimulator;

/// <summary>
/// A call to a peer at its addresses, each a quarter of a second after the one before, and the rendezvous server's word last. The first
/// that answers is taken. What is not answered is sent again, as TCP does.
/// </summary>
internal sealed class Call
{
    private const double Stagger = 0.25, Rendezvous = 0.5, FirstRetransmission = 1, Most = 60;

    private readonly Network _network;
    private readonly Machine _from;
    private readonly string _peerId;
    private readonly TaskCompletionSource<LinkEnd> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private bool _isAnswered;
    private bool _isAbandoned;

    private Call(Network network, Machine from, string peerId) => (_network, _from, _peerId) = (network, from, peerId);

    private World World => _network.World;

    private bool IsOver => _isAbandoned || _answer.Task.IsCompleted;

    public static async Task<LinkEnd> MakeAsync(
        Network network, Machine from, string peerId, IReadOnlyList<int> addresses, CancellationToken cancellationToken)
    {
        var call = new Call(network, from, peerId);
        from.Calls.Add(call);
        try
        {
            using var given = cancellationToken.Register(() => call._answer.TrySetCanceled(cancellationToken));
            call.Begin(addresses);
            return await call._answer.Task.ConfigureAwait(false);
        }
        finally
        {
            from.Calls.Remove(call);
        }
    }

    /// <summary>The caller's process was killed: nobody waits for the answer.</summary>
    public void Abandon() => _isAbandoned = true;

    private void Begin(IReadOnlyList<int> addresses)
    {
        _open = addresses.Count + 1;
        for (var place = 0; place < addresses.Count; place++)
        {
            var address = addresses[place];
            World.After(place * Stagger, () => Send(address, FirstRetransmission));
        }

        World.After(Rendezvous, () =>
        {
            if (_network.AskRendezvous(_from, _peerId) is { } address && !addresses.Contains(address))
                Send(address, FirstRetransmission);
            else
                Fail();
        });
    }

    private void Send(int address, double patience)
    {
        if (IsOver || _from.IsAsleep)
            return; // What a sleeping machine began looks as if it went on, and never ends.
        if (_from.IsDown)
            Fail();
        else if (_from.Portal != Portal.None && _from.Cuts == 0)
            Capture();
        else if (_network.At(address) is { } target && Network.Passes(_from, target) && !target.IsAsleep && !_network.Loses())
            Arrive(target);
        else if (patience < Most)
            World.After(patience, () => Send(address, 2 * patience));

        void Arrive(Machine machine)
        {
            var latency = _network.Latency(_from, machine);
            if (machine.Id != _peerId || (machine.App is null && machine.Nat == Nat.Open))
                World.After(2 * latency, Fail); // Somebody else, or nobody, says so.
            else if (machine.App is not null && LetsIn(machine))
                World.After(3 * latency, () => Greet(machine, latency));
            else if (patience < Most)
                World.After(patience, () => Send(address, 2 * patience));
        }
    }

    private bool LetsIn(Machine machine) => machine.Nat == Nat.Open
        || (machine.Nat == Nat.Restricted && _from.Nat != Nat.Symmetric && machine.Calls.Any(call => call._peerId == _from.Id));

    /// <summary>The peer knows who calls, and a moment later we know that it is the peer.</summary>
    private void Greet(Machine machine, double latency)
    {
        if (IsOver || _isAnswered || machine.App is not { } app || machine.IsAsleep || !Network.Passes(_from, machine))
            return;
        _isAnswered = true;
        var link = Link.Between(_network, _from, machine);
        World.Tell($"{machine.Id} hears {_from.Id}");
        app.Accept(link.Called);
        World.After(latency, () =>
        {
            // Where the answer gets lost, it looks as if it went on; the peer ends its end when it has heard nothing for long.
            var isLost = _isAbandoned || _from.IsAsleep || !Network.Passes(_from, machine);
            if (isLost || !link.Caller.IsOpen || !_answer.TrySetResult(link.Caller))
                link.Caller.Vanish();
        });
    }

    private void Capture()
    {
        if (_from.Portal == Portal.Silent || IsOver)
            return;
        var end = new LinkEnd(_from, _peerId);
        if (_answer.TrySetResult(end))
            World.After(World.Chance.Uniform(0.5, 5), () => end.End(Departure.Network));
    }

    private void Fail()
    {
        if (--_open == 0 && !_isAbandoned)
            _answer.TrySetException(new IOException("Nobody answers there."));
    }
}
