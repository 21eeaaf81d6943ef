namespace PeerPersistence.Cli;

/// <summary>One column: its name, how high it is, and how much of it is the part that counts most.</summary>
internal sealed record Column(string Label, int Value, int Part)
{
    public Column(string label, int value) : this(label, value, value) { }
}

/// <summary>Columns side by side, for counts.</summary>
internal static class ColumnChart
{
    private const double Gap = 0.18;
    private const int MostWithNumbers = 12;
    private const int LabelsOfMany = 5;

    public static string Draw(string id, string title, string description, string up, string across, IReadOnlyList<Column> columns)
    {
        Axes axes = new(up, across, columns.Max(column => column.Value));
        List<string> content = [.. axes.Draw()];
        var width = (Svg.Width - Axes.Left) / columns.Count;
        var hasNumbers = columns.Count <= MostWithNumbers;
        foreach (var (column, i) in columns.Select((column, i) => (column, i)))
        {
            var x = Axes.Left + (i * width);
            if (column.Value > column.Part)
                content.Add(Bar("weak", column.Value));
            if (column.Part > 0)
                content.Add(Bar("bar", column.Part));
            if (column.Value > 0 && hasNumbers)
                content.Add(Svg.Label(x + (width / 2), axes.Y(column.Value) - 5, Svg.Count(column.Value), kind: "value"));
            // From the last one back: today is always named.
            if (hasNumbers || (columns.Count - 1 - i) % ((columns.Count + LabelsOfMany - 1) / LabelsOfMany) == 0)
                content.Add(Axes.Below(i == columns.Count - 1 && !hasNumbers ? Svg.Width : x + (width / 2), column.Label,
                    i == columns.Count - 1 && !hasNumbers ? "end" : "middle"));

            string Bar(string kind, int value)
            {
                var (left, top) = (Svg.Number(x + (width * Gap / 2)), Svg.Number(axes.Y(value)));
                var (across, high) = (Svg.Number(width * (1 - Gap)), Svg.Number(Axes.Bottom - axes.Y(value)));
                return $"""<rect class="{kind}" x="{left}" y="{top}" width="{across}" height="{high}" rx="2"/>""";
            }
        }

        return Svg.Plot(id, title, description, Axes.Height, content);
    }
}
