using System.Globalization;

namespace PeerPersistence.Benchmarks.Selection;

/// <summary>Mean tries to the first connection, policy by scenario.</summary>
internal sealed class Table
{
    private readonly IReadOnlyList<string> _scenarios;
    private readonly List<(string Policy, Sample[] ByScenario)> _rows = [];

    private Table(IReadOnlyList<string> scenarios) => _scenarios = scenarios;

    public IReadOnlyList<(string Policy, Sample[] ByScenario)> Rows => _rows;

    public static Table Measure(
        IReadOnlyList<Scenario> scenarios, IReadOnlyList<Func<World, Policy>> policies, IEnumerable<int> seeds)
    {
        var cells = new Sample[policies.Count, scenarios.Count];
        var names = new string[policies.Count];
        for (var scenario = 0; scenario < scenarios.Count; scenario++)
        {
            var runs = seeds.AsParallel().AsOrdered().Select(seed =>
            {
                var world = new World(scenarios[scenario], seed);
                return policies.Select(create => create(world)).Select(policy => (policy.Name, Tries: Simulation.MeanTries(world, policy))).ToArray();
            }).ToList();
            for (var policy = 0; policy < policies.Count; policy++)
            {
                names[policy] = runs[0][policy].Name;
                cells[policy, scenario] = new([.. runs.Select(run => run[policy].Tries)]);
            }
        }

        var table = new Table([.. scenarios.Select(scenario => scenario.Name)]);
        for (var policy = 0; policy < policies.Count; policy++)
            table._rows.Add((names[policy], [.. Enumerable.Range(0, scenarios.Count).Select(scenario => cells[policy, scenario])]));
        return table;
    }

    public string ToMarkdown()
    {
        var header = $"| order by | {string.Join(" | ", _scenarios)} | geometric mean |";
        var rule = $"|---|{string.Concat(Enumerable.Repeat("---|", _scenarios.Count + 1))}";
        return string.Join('\n', _rows.Select(row => Row(row.Policy, row.ByScenario)).Prepend(rule).Prepend(header));
    }

    private static string Row(string policy, Sample[] samples)
    {
        var (mean, margin) = Sample.GeometricMean(samples);
        return $"| {policy} | {string.Join(" | ", samples.Select(sample => Cell(sample.Mean, sample.Margin)))} | {Cell(mean, margin)} |";
    }

    private static string Cell(double mean, double margin) => string.Create(CultureInfo.InvariantCulture, $"{mean:0.00} ± {margin:0.00}");
}
