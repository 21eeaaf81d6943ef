using System.Globalization;

namespace PeerPersistence.Simulator;

/// <summary>What each attack does to each order: the median of some worlds, and the worst.</summary>
internal static class AttackTable
{
    public static IReadOnlyList<Func<IReadOnlyList<SimulatedPeer>, Policy>> Orders { get; } =
        [peers => new LibraryPolicy(peers, maxPeers: 100), _ => new OriginalPolicy(maxPeers: 100), _ => Policies.BitcoinCore()];

    public static string ToMarkdown(IReadOnlyList<int> seeds)
    {
        var names = Orders.Select(create => create([]).Name);
        IEnumerable<string> lines =
        [
            $"| attack | | {string.Join(" | ", names)} |", "|---|---|---|---|---|",
            .. Attacks.All.Select(attack =>
                $"| {attack.Name} | {attack.Figure} | {string.Join(" | ", Orders.Select(create => Cell(attack, create, seeds)))} |"),
        ];
        return string.Join('\n', lines);
    }

    /// <summary>One figure of one order in some worlds, in ascending order.</summary>
    public static IReadOnlyList<double> Values(
        Attack attack, Func<IReadOnlyList<SimulatedPeer>, Policy> create, IReadOnlyList<int> seeds) =>
        [.. seeds.AsParallel().Select(seed => attack.Measure(seed, create)).Order()];

    private static string Cell(Attack attack, Func<IReadOnlyList<SimulatedPeer>, Policy> create, IReadOnlyList<int> seeds)
    {
        var values = Values(attack, create, seeds);
        return string.Create(CultureInfo.InvariantCulture, $"{values[values.Count / 2]:0.##} ({values[0]:0.##} to {values[^1]:0.##})");
    }
}
