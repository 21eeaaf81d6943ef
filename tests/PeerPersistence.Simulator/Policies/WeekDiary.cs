namespace PeerPersistence.Simulator;

/// <summary>How often a peer was there, among the times one looked, in each hour of the week.</summary>
internal sealed class WeekDiary
{
    private const double PriorSeen = 0.1;
    private const double PriorLooked = 1;

    /// <summary>One looks at every round of gossip; an hour of that is one sample.</summary>
    private const double Weight = World.GossipInterval / 3600.0;

    private readonly Dictionary<int, (double Seen, double Looked)> _hours = [];
    private double _seen;
    private double _looked;

    public void Enter(int now, bool isThere)
    {
        var seen = isThere ? Weight : 0;
        var (before, looked) = _hours.GetValueOrDefault(HourOf(now));
        _hours[HourOf(now)] = (before + seen, looked + Weight);
        _seen += seen;
        _looked += Weight;
    }

    /// <summary>The share of this hour, shrunk towards that of all hours, which is shrunk towards one tenth.</summary>
    public double Chance(int now)
    {
        var (seen, looked) = _hours.GetValueOrDefault(HourOf(now));
        var mean = (_seen + PriorSeen) / (_looked + PriorLooked);
        return (seen + (mean * PriorLooked)) / (looked + PriorLooked);
    }

    private static int HourOf(int now) => now / 3600 % (7 * 24);
}
