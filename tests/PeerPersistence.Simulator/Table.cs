using System.Globalization;

namespace PeerPersistence.Simulator;

/// <summary>Numbers by scenario, each the mean over some worlds.</summary>
internal sealed class Table
{
    private readonly IReadOnlyList<string> _scenarios;
    private readonly List<(string Name, Sample[] ByScenario)> _rows = [];

    private Table(IReadOnlyList<string> scenarios) => _scenarios = scenarios;

    public IReadOnlyList<(string Name, Sample[] ByScenario)> Rows => _rows;

    /// <summary>Mean tries to the first connection, a row a policy.</summary>
    public static Table Measure(
        IReadOnlyList<Scenario> scenarios, IReadOnlyList<Func<World, Policy>> policies, IEnumerable<int> seeds) =>
        Measure(
            scenarios,
            world => [.. policies.Select(create => create(world)).Select(policy => (policy.Name, Simulation.MeanTries(world, policy)))],
            seeds);

    /// <param name="scenarios">The columns.</param>
    /// <param name="measure">The rows, with the number that each has in one world.</param>
    /// <param name="seeds">The worlds of each scenario.</param>
    public static Table Measure(
        IReadOnlyList<Scenario> scenarios, Func<World, IReadOnlyList<(string Row, double Value)>> measure, IEnumerable<int> seeds)
    {
        var runs = scenarios.Select(scenario => seeds.AsParallel().AsOrdered().Select(seed => measure(new(scenario, seed))).ToList()).ToList();
        var table = new Table([.. scenarios.Select(scenario => scenario.Name)]);
        for (var row = 0; row < runs[0][0].Count; row++)
            table._rows.Add((runs[0][0][row].Row, [.. runs.Select(worlds => new Sample([.. worlds.Select(world => world[row].Value)]))]));
        return table;
    }

    public string ToMarkdown(string title)
    {
        var header = $"| {title} | {string.Join(" | ", _scenarios)} | geometric mean |";
        var rule = $"|---|{string.Concat(Enumerable.Repeat("---|", _scenarios.Count + 1))}";
        return string.Join('\n', _rows.Select(row => Row(row.Name, row.ByScenario)).Prepend(rule).Prepend(header));
    }

    private static string Row(string name, Sample[] samples)
    {
        var (mean, margin) = Sample.GeometricMean(samples);
        return $"| {name} | {string.Join(" | ", samples.Select(sample => Cell(sample.Mean, sample.Margin)))} | {Cell(mean, margin)} |";
    }

    private static string Cell(double mean, double margin) => string.Create(CultureInfo.InvariantCulture, $"{mean:0.00} ± {margin:0.00}");
}
