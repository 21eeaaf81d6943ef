namespace PeerPersistence.Simulator;

/// <summary>The library as an app uses it, through its public face; only its chance is seeded.</summary>
internal sealed class LibraryPolicy : Policy, IRetrying
{
    public const string Title = "the library";

    private readonly SimulatedClock _clock = new();
    private readonly SimulatedNetwork _network;
    private readonly PeerPersistenceService _service;
    private readonly Dictionary<string, SimulatedPeer> _peers;
    private HashSet<string> _stored = [];

    public LibraryPolicy(World world) : this(world.Peers, maxPeers: 300) =>
        _network.IsDownAt = now => world.Visits.Any(visit => World.At(visit.Start) == now && world.OwnOutage(visit));

    public LibraryPolicy(IReadOnlyList<SimulatedPeer> peers, int maxPeers) : base(Title)
    {
        _network = new(_clock);
        _service = new(
            new InMemoryKeyValueStore(), new() { MaxPeers = maxPeers }, keys: null, _clock, logger: null, new PresenceRanker(),
            new Random(peers.Count), network: _network);
        _peers = peers.ToDictionary(peer => peer.Id);
    }

    public override bool Foretells => true;

    public override void Reconnect(int now, int wanted, Func<SimulatedPeer, bool> connect)
    {
        Open(now);
        Try(new() { TargetConnections = wanted, MaxParallelism = 1, Query = new() { Limit = MostTries } }, connect);
    }

    public TimeSpan Reconnect(int now, Func<SimulatedPeer, TimedTry> tryOut, Action<SimulatedPeer> hold)
    {
        Open(now);
        var options = new ReconnectOptions { TargetConnections = TimedStarts.Wanted, AttemptTimeout = TimedTry.TimeOut, Query = new() { Limit = MostTries } };
        var result = _clock.Run(() => _service.ReconnectMeasuredAsync(ConnectAsync, options));
        return result.Connected.Count < TimedStarts.Wanted ? TimeSpan.MaxValue : result.Duration;

        async Task<QualityMeasurement?> ConnectAsync(PeerData peer, CancellationToken cancellationToken)
        {
            var tried = _peers[peer.PeerId];
            var (answers, takes) = tryOut(tried);
            await _clock.Delay(takes, cancellationToken);
            if (!answers)
                return null;
            hold(tried);
            return Measured(tried);
        }
    }

    public override IReadOnlyList<(SimulatedPeer Peer, double Value)> Candidates(int now, int most = MostTries)
    {
        Open(now);
        var candidates = Wait(_service.GetReconnectionCandidatesAsync(new() { Limit = most }));
        return [.. candidates.Select(candidate => (_peers[candidate.Peer.PeerId], candidate.Score / 100))];
    }

    public void Retry(int now, IReadOnlyCollection<SimulatedPeer> connected, Func<SimulatedPeer, bool> connect)
    {
        _clock.Now = World.At(now);
        var query = new ReconnectionQuery { Limit = IRetrying.MostTries, ExcludePeerIds = [.. connected.Select(peer => peer.Id)] };
        Try(new() { TargetConnections = int.MaxValue, MaxParallelism = 1, Query = query, Background = true }, connect);
    }

    public override void Met(SimulatedPeer peer, int now)
    {
        _clock.Now = World.At(now);
        Meet(peer);
    }

    public override void Gossip(IReadOnlyList<SimulatedPeer> present, int now)
    {
        _clock.Now = World.At(now);
        foreach (var peer in present)
            Meet(peer);
        Wait(_service.ObserveMeshAsync([.. present.Select(peer => peer.Id)]));
    }

    public override void Connected(SimulatedPeer peer, int now, bool inbound)
    {
        _clock.Now = World.At(now);
        Meet(peer);
        Wait(_service.RecordConnectedAsync(peer.Id, Measured(peer), inbound));
    }

    public override void Failed(SimulatedPeer peer, int now)
    {
        _clock.Now = World.At(now);
        Wait(_service.RecordFailedAttemptAsync(peer.Id));
    }

    public override void Disconnected(SimulatedPeer peer, int now, int seconds, Departure departure)
    {
        _clock.Now = World.At(now);
        Wait(_service.RecordDisconnectedAsync(peer.Id, TimeSpan.FromSeconds(seconds), departure));
    }

    public override void Introduced(IReadOnlyList<SimulatedPeer> peers, SimulatedPeer introducer, int now)
    {
        _clock.Now = World.At(now);
        Wait(_service.IntroducePeersAsync(peers.Select(peer => new PeerData { PeerId = peer.Id }), introducer.Id));
    }

    public override bool Knows(SimulatedPeer peer) => Wait(_service.GetPeerAsync(peer.Id)) is not null;

    public override void Open(int now)
    {
        _clock.Now = World.At(now);
        if (Wait(_service.NeedsCleanupAsync()))
            Wait(_service.CleanupStalePeersAsync());
        _stored = [.. Wait(_service.GetAllPeerIdsAsync())];
    }

    private void Try(ReconnectOptions options, Func<SimulatedPeer, bool> connect) =>
        Wait(_service.ReconnectMeasuredAsync((peer, _) => Task.FromResult(connect(_peers[peer.PeerId]) ? Measured(_peers[peer.PeerId]) : null), options));

    private static QualityMeasurement Measured(SimulatedPeer peer) => new() { Latency = peer.Latency, ConnectionType = peer.Connection };

    /// <summary>Stores a peer that was only heard of, as far as there is room.</summary>
    private void Meet(SimulatedPeer peer)
    {
        if (!_stored.Add(peer.Id))
            return;
        try
        {
            Wait(_service.StorePeerAsync(new() { PeerId = peer.Id }));
        }
        catch (StoreFullException)
        {
            _stored.Remove(peer.Id);
        }
    }

    /// <summary>A store in memory and a clock that stands still: there is nothing to wait for.</summary>
    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>Our own network, which the operating system knows about.</summary>
    private sealed class SimulatedNetwork(SimulatedClock clock) : INetworkStatus
    {
        public Func<DateTimeOffset, bool> IsDownAt { get; set; } = _ => false;

        public bool IsDown => IsDownAt(clock.Now);
    }
}
