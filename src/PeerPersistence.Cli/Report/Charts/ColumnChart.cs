namespace PeerPersistence.Cli;

/// <summary>Columns side by side, for counts.</summary>
internal static class ColumnChart
{
    private const double Height = 220;
    private const double Left = 38;
    private const double Top = 18;
    private const double Bottom = Height - 26;
    private const double Gap = 0.18;

    public static string Draw(string id, string title, string description, IReadOnlyList<(string Label, int Value)> columns)
    {
        var ticks = Ticks.UpTo(columns.Max(column => column.Value));
        List<string> content = [];
        foreach (var tick in ticks)
        {
            content.Add(Svg.Line(Left, Y(tick), Svg.Width, Y(tick)));
            content.Add(Svg.Label(Left - 8, Y(tick) + 4, Svg.Count(tick), "end"));
        }

        var width = (Svg.Width - Left) / columns.Count;
        foreach (var (column, i) in columns.Select((column, i) => (column, i)))
        {
            var x = Left + (i * width);
            if (column.Value > 0)
            {
                var (left, top) = (Svg.Number(x + (width * Gap / 2)), Svg.Number(Y(column.Value)));
                var (across, high) = (Svg.Number(width * (1 - Gap)), Svg.Number(Bottom - Y(column.Value)));
                content.Add($"""<rect class="bar" x="{left}" y="{top}" width="{across}" height="{high}" rx="3"/>""");
                content.Add(Svg.Label(x + (width / 2), Y(column.Value) - 5, Svg.Count(column.Value), kind: "value"));
            }

            content.Add(Svg.Label(x + (width / 2), Height - 8, column.Label));
        }

        return Svg.Plot(id, title, description, Height, content);

        double Y(int value) => Bottom - ((Bottom - Top) * value / ticks[^1]);
    }
}
