namespace PeerPersistence.Simulator;

/// <summary>Numbers by scenario, each the mean over some worlds.</summary>
internal sealed class Table
{
    private readonly IReadOnlyList<string> _columns;

    public Table(IReadOnlyList<string> columns, IEnumerable<(string Name, Sample[] ByScenario)> rows) =>
        (_columns, Rows) = (columns, [.. rows]);

    public IReadOnlyList<(string Name, Sample[] ByScenario)> Rows { get; }

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
        return new(
            [.. scenarios.Select(scenario => scenario.Name)],
            runs[0][0].Select((first, row) => (first.Row, runs.Select(Values(row)).ToArray())));

        Func<List<IReadOnlyList<(string Row, double Value)>>, Sample> Values(int row) =>
            worlds => new([.. worlds.Select(world => world[row].Value)]);
    }

    public string ToMarkdown(string title) => Grid.Of(title, [.. _columns, "geometric mean"], Rows.Select(row =>
    {
        var intervals = row.ByScenario.Select(sample => sample.Interval).Append(Sample.GeometricMean(row.ByScenario));
        return (row.Name, intervals.Select(interval => Grid.Cell(interval, 2)));
    }));
}
