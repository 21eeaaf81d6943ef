namespace PeerPersistence.Simulator;

/// <summary>Tries to the first connection of two orders, or two builds, in the same worlds, and by how much one exceeds the other.</summary>
internal static class PairedWorlds
{
    /// <summary>The library's order without its store and its loop, and the presence model alone.</summary>
    public static IReadOnlyList<Func<World, Policy>> Orders { get; } =
        [_ => new EvidencePolicy(), _ => new PresencePolicy("its presence model alone", gossip: true)];

    private static IReadOnlyList<string> Columns { get; } = [.. Scenarios.All.Select(scenario => scenario.Name)];

    /// <summary>By how many per cent the first row exceeds the second.</summary>
    public static string ToMarkdown(string title, Table table)
    {
        var excesses = table.Rows[0].ByScenario.Zip(table.Rows[1].ByScenario, Sample.Excess).ToList();
        var cells = excesses.Append(Sample.MeanOf(excesses)).Select(excess => Grid.Cell(excess, 1, signed: true));
        return Grid.Of("tries, %, paired", [.. Columns, "geometric mean"], [(title, cells)]);
    }

    /// <summary>The first row, to be kept.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Recorded(Table table, IReadOnlyList<int> seeds) =>
        from column in Enumerable.Range(0, Columns.Count)
        from i in Enumerable.Range(0, seeds.Count)
        select KeyValuePair.Create(Key(Columns[column], seeds[i]), table.Rows[0].ByScenario[column].Values[i]);

    /// <summary>The first row, and what another build gave.</summary>
    public static Table Against(Table table, IReadOnlyDictionary<string, double> another, IReadOnlyList<int> seeds)
    {
        return new(Columns, [table.Rows[0], ("another build", [.. Columns.Select(Kept)])]);

        Sample Kept(string scenario) => new([.. seeds.Select(seed => another[Key(scenario, seed)])]);
    }

    private static string Key(string scenario, int seed) => $"{scenario}/{seed}";
}
