namespace PeerPersistence.KeeperSimulator;

/// <summary>A process with a service and a keeper of its own, from its start to its stop, or to its death.</summary>
internal sealed class KeeperApp : IApp, IPeerConnector
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.5);

    private readonly Network _network;
    private readonly Machine _machine;
    private readonly Ledger _ledger;
    private readonly PeerPersistenceService _service;

    public KeeperApp(
        Network network, Machine machine, IKeyValueStore store, KeeperOptions options, Ledger ledger, IReadOnlyCollection<string> pinned)
    {
        (_network, _machine, _ledger, Options, Pinned) = (network, machine, ledger, options, pinned);
        Clock = new(network.World);
        _service = new(
            store, new(), keys: null, Clock, new RoundLog(isOutage => ledger.RoundEnded(WatchedService.Round, isOutage)), ranker: null,
            random: new Dices(network.World.Chance), network: machine);
        Keeper = new(WatchedService.Around(_service), this, options, Clock, logger: null, machine);
    }

    public KeeperOptions Options { get; }

    public IReadOnlyCollection<string> Pinned { get; }

    public NodeClock Clock { get; }

    public ConnectionKeeper Keeper { get; }

    public bool IsPaused { get; private set; }

    /// <summary>Whom the user sent away.</summary>
    public HashSet<string> Parted { get; } = [];

    /// <summary>It learns that what failed may work now.</summary>
    public event Action? Noticed;

    public static async Task<IReadOnlyList<PeerData>> StoreAsync(
        Network network, IKeyValueStore store, IEnumerable<Machine> peers, Func<Machine, bool> isPinned)
    {
        await using var service = new PeerPersistenceService(store, timeProvider: new NodeClock(network.World));
        foreach (var peer in peers)
        {
            await service.StorePeerAsync(PeerData.Create(peer.Id, World.Beginning) with
            {
                CachedCandidates = [Addresses.Of(peer.Address)], IsPinned = isPinned(peer),
            }).ConfigureAwait(false);
        }

        return await service.QueryPeersAsync(new()).ConfigureAwait(false);
    }

    public void Start()
    {
        _ledger.Open(this);
        _machine.Run(this);
        Keeper.Start();
        Noticed?.Invoke();
    }

    public async Task StopAsync()
    {
        _machine.Run(null);
        var began = _network.World.Now;
        await Keeper.StopAsync().ConfigureAwait(false);
        if (_network.World.Now - began > Options.StopTimeout)
            _network.World.Violate("A stop keeps its deadline", $"{_machine.Id} took {_network.World.Now - began}");
        await _ledger.CompareAsync(this, _service).ConfigureAwait(false);
        await _service.DisposeAsync().ConfigureAwait(false);
        _network.World.After(Moment, () => _ledger.CheckLeaks(this));
    }

    public void Kill()
    {
        Clock.Kill();
        _ledger.Killed();
        _machine.Kill();
    }

    public void Sleep(bool standsStill)
    {
        Clock.Sleep(standsStill);
        _machine.Sleep();
        _ledger.Slept();
    }

    public void Wake(TimeSpan after)
    {
        _machine.Wake();
        Clock.Wake();
        if (after > TimeSpan.FromSeconds(25))
            Noticed?.Invoke();
    }

    public void Pause()
    {
        IsPaused = true;
        Keeper.Pause();
    }

    public void Resume()
    {
        IsPaused = false;
        Keeper.Resume();
        Noticed?.Invoke();
    }

    public async Task TapAsync(string peerId)
    {
        Parted.Remove(peerId);
        try
        {
            await Keeper.ConnectNowAsync(peerId).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // It was stopped meanwhile.
        }
    }

    public Task PartAsync(string peerId)
    {
        Parted.Add(peerId);
        return Keeper.DisconnectAsync(peerId);
    }

    /// <summary>What the library thinks of each peer now.</summary>
    public async Task DescribeAsync()
    {
        var candidates = await _service.GetReconnectionCandidatesAsync(new() { Limit = 100 }).ConfigureAwait(false);
        _network.World.Tell($"{_machine.Id} thinks of "
            + string.Join(", ", candidates.Select(candidate => $"{candidate.Peer.PeerId}: {candidate.Score:0.0}")));
    }

    public Task CompareAsync() => _ledger.CompareAsync(this, _service);

    void IApp.Accept(LinkEnd end)
    {
        Parted.Remove(end.PeerId);
        _ledger.Handed(end);
        Keeper.Accept(end.PeerId, end);
    }

    void IApp.NetworkChanged() => Noticed?.Invoke();

    async Task<IPeerConnection> IPeerConnector.ConnectAsync(PeerData peer, CancellationToken cancellationToken)
    {
        var dial = _ledger.DialBegan(peer.PeerId, WatchedService.Round, cancellationToken);
        try
        {
            var addresses = await _service.GetAddressesAsync(peer.PeerId, cancellationToken).ConfigureAwait(false);
            var end = await Call.MakeAsync(
                _network, _machine, peer.PeerId, [.. addresses.Select(address => Addresses.In(address.Candidate))], cancellationToken)
                .ConfigureAwait(false);
            _ledger.DialWorked(dial, end);
            return end;
        }
        catch (Exception)
        {
            _ledger.DialFailed(dial, cancellationToken.IsCancellationRequested);
            throw;
        }
    }

    /// <summary>The world's chance, for who asks for a <see cref="Random"/>.</summary>
    private sealed class Dices(Dice dice) : Random(0)
    {
        public override double NextDouble() => dice.Uniform();

        protected override double Sample() => dice.Uniform();
    }
}
