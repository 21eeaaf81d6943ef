namespace PeerPersistence.KeeperSimulator;

/// <summary>What lies between the machines.</summary>
internal sealed class Network(World world)
{
    private readonly Dictionary<int, Machine> _addresses = [];
    private readonly Dictionary<string, Machine> _machines = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), int> _flapping = [];
    private int _lastAddress = 1000;

    public World World => world;

    public IReadOnlyCollection<Machine> Machines => _machines.Values;

    /// <summary>How many packets of a hundred get lost.</summary>
    public double Loss { get; init; }

    public Machine Add(string id, Nat nat, int address)
    {
        var machine = new Machine(this, id, nat, address);
        _machines.Add(id, machine);
        _addresses.Add(address, machine);
        return machine;
    }

    public Machine? Find(string id) => _machines.GetValueOrDefault(id);

    public Machine? At(int address) => _addresses.GetValueOrDefault(address);

    /// <summary>An address that nobody has, or had.</summary>
    public int NewAddress() => _lastAddress += 1 + world.Chance.Below(9);

    public void Move(Machine machine, int address)
    {
        _addresses.Remove(machine.Address);
        _addresses.Add(address, machine);
    }

    /// <summary>Whether packets pass between two machines.</summary>
    public static bool Passes(Machine one, Machine other) => one.IsOnline && other.IsOnline && one.Side == other.Side;

    /// <summary>One way, in seconds; the same at all times, but for a little.</summary>
    public double Latency(Machine one, Machine other)
    {
        var (first, second) = one.Address < other.Address ? (one, other) : (other, one);
        var distance = Dice.Luck(17, 1, first.Address, second.Address);
        return 0.005 + (0.12 * distance * distance) + world.Chance.Uniform(0, 0.003);
    }

    public bool Loses() => Loss > 0 && world.Chance.Chance(Loss);

    /// <summary>Connections between these two end by themselves from now on, or no longer.</summary>
    public void Flap(Machine one, Machine other, bool flaps)
    {
        var pair = Pair(one, other);
        _flapping[pair] = _flapping.GetValueOrDefault(pair) + (flaps ? 1 : -1);
        foreach (var link in flaps ? one.Links.Where(link => link.Joins(other)).ToList() : [])
            link.FlapSoon();
    }

    public bool IsFlapping(Machine one, Machine other) => _flapping.GetValueOrDefault(Pair(one, other)) > 0;

    /// <summary>Where a rendezvous server says that a peer is; <c>null</c>: it does not know, or cannot be reached.</summary>
    public int? AskRendezvous(Machine asks, string peerId) =>
        asks.IsOnline && Find(peerId) is { IsOnline: true, App: not null } peer ? peer.Address : null;

    private static (string, string) Pair(Machine one, Machine other) =>
        string.CompareOrdinal(one.Id, other.Id) < 0 ? (one.Id, other.Id) : (other.Id, one.Id);
}
