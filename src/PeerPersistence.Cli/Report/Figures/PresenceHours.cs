namespace PeerPersistence.Cli;

/// <summary>When peers were there, of the times at which they were looked for.</summary>
/// <param name="Shares">0 to 1, for the twelve two-hour slots of the day in UTC, Monday to Friday, then Saturday and Sunday;
/// <c>null</c> where nobody was looked for.</param>
internal sealed record PresenceHours(IReadOnlyList<double?> Shares)
{
    public const int SlotsPerDay = PresenceBins.Count / 2;

    public bool IsKnown => Shares.Any(share => share is not null);

    public static PresenceHours Of(IEnumerable<PresenceState> states)
    {
        var all = states.ToList();
        return new([.. Enumerable.Range(0, PresenceBins.Count).Select(bin => Share(all, bin))]);
    }

    private static double? Share(List<PresenceState> states, int bin) =>
        states.Sum(state => state.Watched(bin)) is > 0 and var watched ? states.Sum(state => state.Seen(bin)) / watched : null;
}
