namespace PeerPersistence.KeeperSimulator;

/// <summary>How contenders came back, as a table. The first is what the others are compared with, world by world.</summary>
internal static class Comparison
{
    private const double Certainty = 1.96, Shortest = 0.1;

    public static string ToMarkdown(string interruption, IReadOnlyDictionary<string, List<Outcome>> rows)
    {
        var first = rows.First().Value;
        List<string> lines =
        [
            $"| after {interruption} ({first.Count} worlds) | median | 9 of 10 within | not within an hour | times the keeper's time | calls in vain | in vain a day |",
            "|---|---|---|---|---|---|---|",
        ];
        foreach (var (name, outcomes) in rows)
        {
            var seconds = outcomes.Select(outcome => outcome.Seconds).Order().ToList();
            lines.Add($"| {name} | {Time(At(seconds, 0.5))} | {Time(At(seconds, 0.9))} | {outcomes.Count(outcome => outcome.IsLost)} "
                + $"| {(outcomes == first ? "1" : Ratio(outcomes, first))} | {outcomes.Average(outcome => outcome.Vain):0} "
                + $"| {outcomes.Average(outcome => outcome.VainPerDay):0} |");
        }

        return string.Join('\n', lines) + "\n";
    }

    private static double At(List<double> ordered, double share) => ordered[(int)Math.Min(ordered.Count - 1, share * ordered.Count)];

    private static string Time(double seconds) =>
        seconds >= Trial.Longest.TotalSeconds ? "more" : seconds >= 90 ? $"{seconds / 60:0} min" : seconds >= 10 ? $"{seconds:0} s" : $"{seconds:0.0} s";

    /// <summary>The geometric mean of the ratios within each world, and where it lies with 95 percent.</summary>
    private static string Ratio(List<Outcome> outcomes, List<Outcome> first)
    {
        var logs = outcomes.Zip(first, (mine, theirs) => Math.Log(Math.Max(mine.Seconds, Shortest) / Math.Max(theirs.Seconds, Shortest))).ToList();
        var mean = logs.Average();
        var margin = Certainty * Math.Sqrt(logs.Sum(log => (log - mean) * (log - mean)) / (logs.Count - 1) / logs.Count);
        return $"{Math.Exp(mean):0.0} ({Math.Exp(mean - margin):0.0} to {Math.Exp(mean + margin):0.0})";
    }
}
