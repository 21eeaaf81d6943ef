namespace PeerPersistence.Benchmarks.Selection;

/// <summary>The library as an app uses it, through its public face alone.</summary>
internal sealed class LibraryPolicy : Policy
{
    public const string Title = "the library";

    private readonly SimulatedClock _clock = new();
    private readonly PeerPersistenceService _service;
    private readonly Dictionary<string, SimulatedPeer> _peers;
    private HashSet<string> _stored = [];

    public LibraryPolicy(World world, int maxPeers = 300) : base(Title)
    {
        _service = new(new InMemoryKeyValueStore(), new() { MaxPeers = maxPeers }, timeProvider: _clock);
        _peers = world.Peers.ToDictionary(peer => peer.Id);
    }

    public override void Reconnect(int now, int wanted, Func<SimulatedPeer, bool> connect)
    {
        _clock.Now = World.At(now);
        if (Wait(_service.NeedsCleanupAsync()))
            Wait(_service.CleanupStalePeersAsync());
        _stored = [.. Wait(_service.GetAllPeerIdsAsync())];

        var options = new ReconnectOptions { TargetConnections = wanted, MaxParallelism = 1, Query = new() { Limit = MostTries } };
        var result = Wait(_service.ReconnectAsync((peer, _) => Task.FromResult(connect(_peers[peer.PeerId])), options));
        foreach (var peer in result.Connected.Select(id => _peers[id]))
            Wait(_service.UpdateConnectionQualityAsync(peer.Id, new QualityMeasurement { Latency = peer.Latency, ConnectionType = peer.Connection }));
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
        Wait(_service.RecordConnectedAsync(peer.Id, new() { Latency = peer.Latency, ConnectionType = peer.Connection }, inbound));
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

    /// <summary>Stores a peer that was only heard of.</summary>
    private void Meet(SimulatedPeer peer)
    {
        if (_stored.Add(peer.Id))
            Wait(_service.StorePeerAsync(new() { PeerId = peer.Id }));
    }

    /// <summary>A store in memory and a clock that stands still: there is nothing to wait for.</summary>
    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
