namespace PeerPersistence.Simulator;

/// <summary>A peer as it really is; policies see only what the app would.</summary>
internal sealed class SimulatedPeer
{
    private readonly int[] _newAddresses;

    public SimulatedPeer(int number, PeerKind kind, Timeline online, double end, Dice dice)
    {
        (Number, Kind, Online) = (number, kind, online);
        Id = $"peer-{number:000}";
        (Connection, Reach) = Network(kind, dice);
        Latency = TimeSpan.FromMilliseconds(Math.Round(20 + dice.Exponential(kind == PeerKind.Mobile ? 120 : 60)));
        _newAddresses = [.. AddressChanges(DaysAtOneAddress(kind) * 86400, end, dice)];
    }

    /// <summary>A person of a trace, of whose network nothing is known: every try gets through while it is there.</summary>
    public SimulatedPeer(int number, Timeline online, Dice dice)
    {
        (Number, Kind, Online, Reach) = (number, PeerKind.Person, online, 1);
        Id = $"peer-{number:0000}";
        Latency = TimeSpan.FromMilliseconds(Math.Round(20 + dice.Exponential(60)));
        _newAddresses = [];
    }

    public int Number { get; }

    public string Id { get; }

    public PeerKind Kind { get; }

    public Timeline Online { get; }

    public ConnectionType Connection { get; }

    public TimeSpan Latency { get; }

    /// <summary>The chance that a try gets through to it while it is online at the address we know.</summary>
    public double Reach { get; }

    /// <summary>Which of its addresses it has at an instant.</summary>
    public int AddressAt(int instant) => Array.BinarySearch(_newAddresses, instant) is var i && i >= 0 ? i : ~i;

    /// <summary>A peer in ten sits behind a NAT that hardly lets us in, whatever it connects to itself.</summary>
    private static (ConnectionType Connection, double Reach) Network(PeerKind kind, Dice dice)
    {
        var roll = dice.Uniform();
        var type = kind switch
        {
            PeerKind.Mobile => roll < 0.5 ? ConnectionType.Relay : roll < 0.7 ? ConnectionType.PeerReflexive : ConnectionType.ServerReflexive,
            _ => roll < 0.15 ? ConnectionType.Host : roll < 0.75 ? ConnectionType.ServerReflexive
                : roll < 0.85 ? ConnectionType.PeerReflexive : ConnectionType.Relay,
        };
        var best = type switch
        {
            ConnectionType.Host => 0.97,
            ConnectionType.ServerReflexive => 0.92,
            ConnectionType.PeerReflexive => 0.88,
            _ => 0.85,
        };
        return (type, dice.Chance(0.1) ? 0.05 : best - dice.Exponential(0.06));
    }

    private static double DaysAtOneAddress(PeerKind kind) => kind switch
    {
        PeerKind.AlwaysOn => 20,
        PeerKind.Office => 30,
        PeerKind.Mobile => 1,
        _ => 10,
    };

    private static IEnumerable<int> AddressChanges(double mean, double end, Dice dice)
    {
        for (var at = dice.Exponential(mean); at < end; at += dice.Exponential(mean))
            yield return (int)at;
    }
}
