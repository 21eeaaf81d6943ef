namespace PeerPersistence.KeeperSimulator;

/// <summary>A connection between two machines. Each end learns in its own time that it is broken.</summary>
internal sealed class Link
{
    /// <summary>How often each end sends something; and how long it bears silence.</summary>
    private const double Heartbeat = 10, Patience = 30;

    private readonly Network _network;
    private readonly (int Caller, int Called) _addresses;
    private TimeSpan? _silentSince;

    private Link(Network network, Machine caller, Machine called)
    {
        _network = network;
        _addresses = (caller.Address, called.Address);
        Caller = new(this, caller, called, isInbound: false);
        Called = new(this, called, caller, isInbound: true);
    }

    public LinkEnd Caller { get; }

    public LinkEnd Called { get; }

    /// <summary>Whether both ends stand, and what one sends comes to the other.</summary>
    public bool IsAlive => Caller.IsOpen && Called.IsOpen && Carries && !Caller.Owner.IsAsleep && !Called.Owner.IsAsleep;

    private World World => _network.World;

    /// <summary>Whether what one end sends comes to the other machine.</summary>
    private bool Carries => Network.Passes(Caller.Owner, Called.Owner)
        && (Caller.Owner.Address, Called.Owner.Address) == _addresses;

    public static Link Between(Network network, Machine caller, Machine called)
    {
        var link = new Link(network, caller, called);
        caller.Links.Add(link);
        called.Links.Add(link);
        if (network.IsFlapping(caller, called))
            link.FlapSoon();
        return link;
    }

    public bool Joins(Machine machine) => Caller.Owner == machine || Called.Owner == machine;

    public LinkEnd EndOf(Machine machine) => Caller.Owner == machine ? Caller : Called;

    public LinkEnd Other(LinkEnd end) => end == Caller ? Called : Caller;

    /// <summary>One end is closed: the other hears of it, if it can.</summary>
    public void Closed(LinkEnd end, Departure heard)
    {
        var other = Other(end);
        if (!other.IsOpen)
        {
            Caller.Owner.Links.Remove(this);
            Called.Owner.Links.Remove(this);
        }
        else if (Carries && !end.Owner.IsAsleep)
        {
            World.After(_network.Latency(Caller.Owner, Called.Owner), () => Hear(other, heard));
        }
    }

    /// <summary>Something about one of the machines is another now.</summary>
    public void Reconsider()
    {
        if (Carries && !Caller.Owner.IsAsleep && !Called.Owner.IsAsleep)
        {
            _silentSince = null;
            foreach (var end in Open().Where(end => !Other(end).IsOpen))
                World.After(World.Chance.Uniform(0, Heartbeat), () => Hear(end, Departure.Network));
            return;
        }

        _silentSince ??= World.Now;
        var since = _silentSince.Value;
        var due = since.TotalSeconds + Patience;
        foreach (var end in Open().Where(end => !end.Owner.IsAsleep))
        {
            var soon = World.Now.TotalSeconds + World.Chance.Uniform(0, Heartbeat);
            World.At(TimeSpan.FromSeconds(Math.Max(due, soon)), () =>
            {
                if (_silentSince == since && !end.Owner.IsAsleep)
                    end.End(Departure.Network);
            });
        }
    }

    /// <summary>A middlebox forgets it.</summary>
    public void FlapSoon() => World.After(World.Chance.Exponential(8), () =>
    {
        if (!_network.IsFlapping(Caller.Owner, Called.Owner))
            return;
        Caller.End(Departure.Network);
        Called.End(Departure.Network);
    });

    private void Hear(LinkEnd end, Departure departure)
    {
        if (Carries && !end.Owner.IsAsleep)
            end.End(departure);
    }

    private IEnumerable<LinkEnd> Open() => new[] { Caller, Called }.Where(end => end.IsOpen);
}
