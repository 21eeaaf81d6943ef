using System.Globalization;

namespace PeerPersistence.Simulator;

/// <summary>Markdown's tables.</summary>
internal static class Grid
{
    public static string Of(string title, IReadOnlyList<string> columns, IEnumerable<(string Name, IEnumerable<string> Cells)> rows)
    {
        var rule = $"|{string.Concat(Enumerable.Repeat("---|", columns.Count + 1))}";
        return string.Join('\n', [Line(title, columns), rule, .. rows.Select(row => Line(row.Name, row.Cells))]);
    }

    /// <summary>A mean and half the width of its interval, to so many places.</summary>
    public static string Cell((double Mean, double Margin) interval, int places, bool signed = false)
    {
        var (mean, margin) = (Math.Round(interval.Mean, places) + 0.0, interval.Margin); // No minus before a nought.
        var sign = signed && mean >= 0 ? "+" : "";
        var format = $"F{places}";
        return $"{sign}{mean.ToString(format, CultureInfo.InvariantCulture)} ± {margin.ToString(format, CultureInfo.InvariantCulture)}";
    }

    private static string Line(string name, IEnumerable<string> cells) => $"| {name} | {string.Join(" | ", cells)} |";
}
