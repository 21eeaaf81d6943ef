namespace PeerPersistence.KeeperSimulator;

/// <summary>Sets the keeper beside other ways to stay connected, in the same worlds.</summary>
internal static class CompareCommand
{
    private static readonly IReadOnlyList<(string Name, Func<Network, Machine, Contender> Create)> Contenders =
    [
        ("`ConnectionKeeper`", (network, machine) => new KeeperContender(network, machine)),
        ("js-libp2p's reconnect queue", (network, machine) => new ReconnectQueue(network, machine)),
        ("Hyperswarm's retry timer", (network, machine) => new RetryTimer(network, machine)),
        ("a loop every 30 s, stored order", (network, machine) => new FixedLoop(network, machine)),
        ("the same loop, the original's order", (network, machine) => new OriginalLoop(network, machine)),
    ];

    public static async Task<int> RunAsync(int seeds, ulong first)
    {
        var violations = 0;
        foreach (var interruption in Interruption.All)
        {
            var rows = Contenders.ToDictionary(contender => contender.Name, _ => new List<Outcome>());
            for (var seed = first; seed < first + (ulong)seeds; seed++)
            {
                List<(string Name, Outcome? Outcome)> trials = [];
                foreach (var (name, create) in Contenders)
                    trials.Add((name, await Trial.RunAsync(seed, create, interruption).ConfigureAwait(false)));
                if (trials.Exists(trial => trial.Outcome is null))
                    continue; // Nobody can come back to who is not there.
                foreach (var (name, outcome) in trials)
                    rows[name].Add(outcome!);
            }

            violations += rows.Values.Sum(outcomes => outcomes.Sum(outcome => outcome.Violations));
            Console.WriteLine(Comparison.ToMarkdown(interruption.Name, rows));
        }

        Console.WriteLine(violations == 0 ? "All invariants held." : $"{violations} violations.");
        return violations == 0 ? 0 : 1;
    }
}
