namespace PeerPersistence.Cli;

/// <summary>Bars below each other, each on a track of the whole.</summary>
internal static class RowChart
{
    private const double RowHeight = 46;
    private const double BarHeight = 12;

    /// <param name="id">Unique in the page.</param>
    /// <param name="title">The name of the plot.</param>
    /// <param name="description">What it says, in words.</param>
    /// <param name="rows">What each is called, its share from 0 to 1, and the same in words.</param>
    public static string Draw(string id, string title, string description, IReadOnlyList<(string Label, double Share, string Text)> rows)
    {
        List<string> content = [];
        foreach (var (row, i) in rows.Select((row, i) => (row, i)))
        {
            var top = i * RowHeight;
            content.Add(Svg.Label(0, top + 15, row.Label, "start", "name"));
            content.Add(Svg.Label(Svg.Width, top + 15, row.Text, "end"));
            content.Add(Bar("track", 1));
            if (row.Share > 0)
                content.Add(Bar("bar", Math.Max(row.Share, BarHeight / Svg.Width)));

            string Bar(string kind, double share)
            {
                var (y, width) = (Svg.Number(top + 23), Svg.Number(Svg.Width * share));
                var (height, round) = (Svg.Number(BarHeight), Svg.Number(BarHeight / 2));
                return $"""<rect class="{kind}" x="0" y="{y}" width="{width}" height="{height}" rx="{round}"/>""";
            }
        }

        return Svg.Plot(id, title, description, Math.Max(1, rows.Count) * RowHeight, content);
    }
}
