namespace PeerPersistence.Simulator;

/// <summary>A kind of user: whom they know, and when they open the app.</summary>
/// <param name="Name">As in the table.</param>
/// <param name="Peers">How many peers of each kind there are.</param>
/// <param name="Zones">The peers' time zones, hours east of the user.</param>
/// <param name="Days">How long it goes on.</param>
/// <param name="Diary">The visits of one day, hours in the user's own zone: start, length, and whether the start is measured.</param>
internal sealed record Scenario(
    string Name,
    IReadOnlyDictionary<PeerKind, int> Peers,
    IReadOnlyList<double> Zones,
    int Days,
    Func<int, Dice, IEnumerable<(double Start, double Length, bool Measured)>> Diary)
{
    /// <summary>Whether presence lasts from day to day as that of real people; otherwise days are independent.</summary>
    public bool IsLasting { get; init; }

    /// <summary>Starts before this day teach and are not measured.</summary>
    public const int WarmUpDays = 14;
}
