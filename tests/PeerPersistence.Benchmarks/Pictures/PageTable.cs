using System.Globalization;
using System.Text.RegularExpressions;

namespace PeerPersistence.Benchmarks.Pictures;

/// <summary>A table of the page: what a picture shows is what the page says.</summary>
/// <param name="Head">The names of the columns.</param>
/// <param name="Rows">The cells of each row.</param>
internal sealed partial record PageTable(IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The table whose first column has this name.</summary>
    public static PageTable Find(string page, string name)
    {
        var lines = page.Split('\n').Select(line => line.Trim()).ToList();
        var start = lines.FindIndex(line => line.StartsWith($"| {name} ", StringComparison.Ordinal));
        if (start < 0)
            throw new ArgumentException($"The page must have a table whose first column is '{name}' (was none).", nameof(name));
        return new(Cells(lines[start]), [.. lines.Skip(start + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells)]);
    }

    /// <summary>The number with which a cell begins; <c>null</c>: nothing was measured.</summary>
    public static double? NumberOf(string cell) => Leading().Match(cell) is { Success: true, Value: var number }
        ? double.Parse(number, CultureInfo.InvariantCulture)
        : null;

    public IReadOnlyList<string> Column(string name)
    {
        var column = Head.ToList().IndexOf(name);
        return [.. Rows.Select(row => row[column])];
    }

    private static IReadOnlyList<string> Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];

    [GeneratedRegex(@"^[\d,]+(\.\d+)?")]
    private static partial Regex Leading();
}
