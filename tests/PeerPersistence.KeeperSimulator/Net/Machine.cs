namespace PeerPersistence.KeeperSimulator;

/// <summary>A machine in the network, with the app that runs on it, if any does.</summary>
internal sealed class Machine(Network network, string id, Nat nat, int address) : INetworkMonitor
{
    private static readonly TimeSpan Debounce = TimeSpan.FromSeconds(2);

    private int _changes;
    private bool _isChangeUntold;

    public event Action? Changed;

    /// <summary>Anything about it is another now.</summary>
    public event Action? Touched;

    public string Id => id;

    public Nat Nat => nat;

    public int Address { get; private set; } = address;

    public IApp? App { get; private set; }

    public bool IsAsleep { get; private set; }

    public Portal Portal { get; private set; }

    /// <summary>Which side of a partition it is on.</summary>
    public int Side { get; private set; }

    /// <summary>How many reasons there are for its card to be off: the machine knows that.</summary>
    public int CardsOff { get; private set; }

    /// <summary>How many reasons there are for its cable to be cut: nobody tells the machine.</summary>
    public int Cuts { get; private set; }

    /// <summary>The calls that it makes.</summary>
    public HashSet<Call> Calls { get; } = [];

    public List<Link> Links { get; } = [];

    public bool IsDown => CardsOff > 0;

    public bool HasListeners => Changed is not null;

    public bool IsOnline => CardsOff == 0 && Cuts == 0 && Portal == Portal.None;

    /// <summary>Whether somebody would answer there.</summary>
    public bool Answers => IsOnline && !IsAsleep && App is not null;

    public void Run(IApp? app) => Change(() => App = app);

    /// <summary>The app is gone without a word; the system closes what it held.</summary>
    public void Kill()
    {
        foreach (var call in Calls)
            call.Abandon();
        Calls.Clear();
        Changed = null;
        Run(null);
        foreach (var end in Links.Select(link => link.EndOf(this)).ToList())
            end.Vanish();
    }

    public void Sleep() => Change(() => IsAsleep = true);

    public void Wake()
    {
        Change(() => IsAsleep = false);
        if (_isChangeUntold)
            TellLater();
    }

    public void Capture(Portal portal)
    {
        Change(() => Portal = portal);
        if (portal != Portal.None)
            TellLater(); // That it lets us through, nobody tells.
    }

    public void Join(int side) => Change(() => Side = side);

    public void Cut(bool isCut) => Change(() => Cuts += isCut ? 1 : -1);

    public void SwitchOff(bool isOff)
    {
        Change(() => CardsOff += isOff ? 1 : -1);
        TellLater();
    }

    public void MoveTo(int newAddress)
    {
        network.Move(this, newAddress);
        Change(() => Address = newAddress);
        TellLater();
    }

    private void Change(Action change)
    {
        change();
        foreach (var link in Links.ToList())
            link.Reconsider();
        Touched?.Invoke();
    }

    /// <summary>As the real one does: once it has been quiet for a while, and only where there is a network.</summary>
    private void TellLater()
    {
        var change = ++_changes;
        _isChangeUntold = true;
        network.World.After(Debounce, () =>
        {
            if (change != _changes || IsAsleep)
                return;
            _isChangeUntold = false;
            if (IsDown)
                return;
            network.World.Tell($"{id} notices another network");
            Changed?.Invoke();
            App?.NetworkChanged();
        });
    }
}
