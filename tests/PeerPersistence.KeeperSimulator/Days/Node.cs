namespace PeerPersistence.KeeperSimulator;

/// <summary>A machine of a day, its disk, and the app that is started on it again and again.</summary>
internal sealed class Node(Network network, Machine machine, KeeperOptions options)
{
    private readonly MoodyStore _store = new(network.World);
    private readonly Ledger _ledger = new(network.World, machine);
    private IReadOnlyCollection<string> _pinned = [];
    private Returns? _returns;
    private int _closed;

    public Machine Machine => machine;

    /// <summary>The app that runs and is not asleep; <c>null</c>: none.</summary>
    public KeeperApp? Awake => App is { Clock.IsAsleep: false } app ? app : null;

    public KeeperApp? App { get; private set; }

    public long Dials => _ledger.Dials;

    public long Worked => _ledger.Worked;

    /// <summary>Stores all others, and as many whom nobody finds any more, and begins to watch.</summary>
    public async Task MeetAsync(IReadOnlyList<Machine> others, IReadOnlyCollection<string> pinned, int gone = 0)
    {
        _pinned = pinned;
        var known = await KeeperApp.StoreAsync(network, _store, others, peer => pinned.Contains(peer.Id), gone).ConfigureAwait(false);
        foreach (var peer in known)
            _ledger.Know(peer);
        _returns = new(network, machine, _ledger);
    }

    public void Update() => _returns!.Update();

    public void Look() => _returns!.Look();

    /// <summary>The app starts, as soon as nothing else keeps it closed.</summary>
    public void Start()
    {
        if (--_closed > 0)
            return;
        network.World.Tell($"{machine.Id} starts");
        App = new(network, machine, _store, options, _ledger, _pinned);
        App.Noticed += _returns!.Noticed;
        App.Start();
    }

    /// <summary>Closes the app; <see cref="Start"/> opens it again.</summary>
    public async Task StopAsync()
    {
        _closed++;
        if (App is not { } app)
            return;
        network.World.Tell($"{machine.Id} stops");
        App = null;
        await app.StopAsync().ConfigureAwait(false);
    }

    public void Kill()
    {
        _closed++;
        network.World.Tell($"{machine.Id} is killed");
        App?.Kill();
        if (machine.IsAsleep)
            machine.Wake();
        App = null;
    }

    public void KeepClosed() => _closed++;

    /// <summary>Its disk turns bad, or well again.</summary>
    public void Turn(Mood mood)
    {
        _store.Turn(mood);
        Update();
    }

    /// <summary>Whether its disk takes everything.</summary>
    public bool IsWell => _store.Mood == Mood.Well;
}
