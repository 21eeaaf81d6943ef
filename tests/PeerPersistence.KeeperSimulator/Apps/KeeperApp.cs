namespace PeerPersistence.KeeperSimulator;

/// <summary>A process with a service and a keeper of its own, from its start to its stop, or to its death.</summary>
internal sealed class KeeperApp : IApp, IPeerConnector
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.5), CatchUp = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(25);
    private static readonly DateTimeOffset LongAgo = World.Beginning.AddDays(-60);
    private static readonly PeerPersistenceOptions Known = new() { MaxPeers = 1000 };

    private readonly Network _network;
    private readonly Machine _machine;
    private readonly Ledger _ledger;
    private readonly MoodyStore _store;
    private readonly PeerPersistenceService _service;
    private readonly OddConnector _odd;

    public KeeperApp(
        Network network, Machine machine, MoodyStore store, KeeperOptions options, Ledger ledger, IReadOnlyCollection<string> pinned)
    {
        (_network, _machine, _store, _ledger, Options, Pinned) = (network, machine, store, ledger, options, pinned);
        Clock = new(network.World);
        _service = new(
            store, Known, keys: null, Clock, new RoundLog(isOutage => ledger.RoundEnded(WatchedService.Round, isOutage)), ranker: null,
            random: new Dices(network.World.Chance), network: machine);
        Keeper = new(WatchedService.Around(_service), this, options, Clock, logger: null, machine);
        _odd = new(network, machine, this, ledger, _service);
    }

    /// <summary>What is wrong with its connector now.</summary>
    public Oddity Oddity { get; set; }

    /// <summary>Whether it may come back to its peers: neither its user, its connector nor its disk hinders it.</summary>
    public bool IsFree => !IsPaused && Oddity is Oddity.None or Oddity.CallsBack && _store.Mood != Mood.Failing;

    /// <summary>Whether all that happened can be in the store by now.</summary>
    public bool IsCaughtUp =>
        _store.Mood == Mood.Well && !Clock.IsAsleep && _network.World.Now - Later(_store.WellSince, _ledger.AwakeSince) > CatchUp;

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
        Network network, IKeyValueStore store, IEnumerable<Machine> peers, Func<Machine, bool> isPinned, int gone = 0)
    {
        await using var service = new PeerPersistenceService(store, Known, timeProvider: new NodeClock(network.World));
        foreach (var peer in peers)
        {
            await service.StorePeerAsync(PeerData.Create(peer.Id, World.Beginning) with
            {
                CachedCandidates = [Addresses.Of(peer.Address)], IsPinned = isPinned(peer),
            }).ConfigureAwait(false);
        }

        await service.StorePeersAsync(Enumerable.Range(0, gone).Select(number => PeerData.Create($"gone-{number}", LongAgo) with
        {
            CachedCandidates = [Addresses.Of(1 + number)],
        })).ConfigureAwait(false);
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
        Ledger.Totals.Looks += Keeper.Looks;
        _machine.Run(null);
        var began = _network.World.Now;
        await Keeper.StopAsync().ConfigureAwait(false);
        if (_network.World.Now - began > Options.StopTimeout)
            _network.World.Violate("A stop keeps its deadline", $"{_machine.Id} took {_network.World.Now - began}");
        await CompareAsync().ConfigureAwait(false);
        if (!IsCaughtUp)
            _ledger.Doubt();
        await _service.DisposeAsync().ConfigureAwait(false);
        _network.World.After(Moment, () => _ledger.CheckLeaks(this));
    }

    public void Kill()
    {
        Ledger.Totals.Looks += Keeper.Looks;
        if (!IsCaughtUp)
            _ledger.Doubt();
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
        _ledger.Woke();
        if (after <= Noticeable)
            return;
        Noticed?.Invoke();
        _network.World.After(KeeperPulse.Period + Moment, () => _ledger.CheckGivenUp(this));
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
        var refused = _store.Refused;
        try
        {
            await Keeper.ConnectNowAsync(peerId).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException || _store.Refused > refused)
        {
            // It was stopped meanwhile, or its disk was bad.
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
        if (_store.Mood == Mood.Failing)
            return;
        var candidates = await _service.GetReconnectionCandidatesAsync(new() { Limit = 100 }).ConfigureAwait(false);
        _network.World.Tell($"{_machine.Id} thinks of "
            + string.Join(", ", candidates.Select(candidate => $"{candidate.Peer.PeerId}: {candidate.Score:0.0}")));
    }

    public Task CompareAsync() => IsCaughtUp ? _ledger.CompareAsync(this, _service) : Task.CompletedTask;

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
            if (await _odd.ConnectAsync(dial, cancellationToken).ConfigureAwait(false) is { } odd)
                return odd;
            var addresses = await _service.GetAddressesAsync(peer.PeerId, cancellationToken).ConfigureAwait(false);
            var end = await Call.MakeAsync(
                _network, _machine, peer.PeerId, [.. addresses.Select(address => Addresses.In(address.Candidate))], cancellationToken)
                .ConfigureAwait(false);
            _ledger.DialWorked(dial, end);
            return end;
        }
        catch (Exception e)
        {
            _ledger.DialFailed(dial, cancellationToken.IsCancellationRequested, counts: e is not NotNowException);
            throw;
        }
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>The world's chance, for who asks for a <see cref="Random"/>.</summary>
    private sealed class Dices(Dice dice) : Random(0)
    {
        public override double NextDouble() => dice.Uniform();

        protected override double Sample() => dice.Uniform();
    }
}
