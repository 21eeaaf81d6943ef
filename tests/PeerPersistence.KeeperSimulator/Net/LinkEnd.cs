namespace PeerPersistence.KeeperSimulator;

/// <summary>One end of a connection, as an app holds it.</summary>
internal sealed class LinkEnd : IPeerConnection
{
    private readonly Link? _link;
    private readonly TaskCompletionSource<Departure> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LinkEnd(Link link, Machine owner, Machine peer, bool isInbound)
    {
        (_link, Owner, PeerId, IsInbound) = (link, owner, peer.Id, isInbound);
        Measurement = new() { Address = Addresses.Of(peer.Address), ConnectionType = ConnectionType.ServerReflexive };
    }

    /// <summary>One that a captive portal made.</summary>
    public LinkEnd(Machine owner, string peerId) => (Owner, PeerId) = (owner, peerId);

    public Machine Owner { get; }

    public string PeerId { get; }

    public bool IsInbound { get; }

    public bool IsOpen { get; private set; } = true;

    /// <summary>It was closed because another call to, or from, the same peer stays.</summary>
    public bool HasLostCrossing { get; set; }

    public QualityMeasurement? Measurement { get; }

    public Task<Departure> Ended => _ended.Task;

    /// <summary>The other end; <c>null</c>: a portal's.</summary>
    public LinkEnd? Other => _link?.Other(this);

    /// <summary>Is told that it is closed, and by whom.</summary>
    public Action<Departure>? OnEnd { get; set; }

    public void End(Departure departure)
    {
        if (!IsOpen)
            return;
        IsOpen = false;
        OnEnd?.Invoke(departure);
        _ended.TrySetResult(departure);
        _link?.Closed(this, departure == Departure.Local ? Departure.Remote : Departure.Network);
    }

    /// <summary>Its process was killed: the system closes it, and nobody is left to be told.</summary>
    public void Vanish()
    {
        if (!IsOpen)
            return;
        IsOpen = false;
        _link?.Closed(this, Departure.Network);
    }

    public ValueTask DisposeAsync()
    {
        End(Departure.Local);
        return default;
    }
}
