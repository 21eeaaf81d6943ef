namespace PeerPersistence.Cli;

/// <summary>One bar: what it is called, its share from 0 to 1, the same in words, and a share to compare it with, if any.</summary>
internal sealed record Row(string Label, double Share, string Text, double? Mark = null);

/// <summary>Bars below each other, each on a track of the whole.</summary>
internal static class RowChart
{
    private const double RowHeight = 46;
    private const double BarHeight = 12;
    private const double MarkHeight = 22;

    public static string Draw(string id, string title, string description, IReadOnlyList<Row> rows)
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
            if (row.Mark is { } mark)
                content.Add(MarkAt(mark));

            string Bar(string kind, double share)
            {
                var (y, width) = (Svg.Number(top + 23), Svg.Number(Svg.Width * share));
                var (height, round) = (Svg.Number(BarHeight), Svg.Number(BarHeight / 2));
                return $"""<rect class="{kind}" x="0" y="{y}" width="{width}" height="{height}" rx="{round}"/>""";
            }

            string MarkAt(double share)
            {
                var (x, y) = (Svg.Number((Svg.Width * share) - 1.5), Svg.Number(top + 23 - ((MarkHeight - BarHeight) / 2)));
                return $"""<rect class="mark" x="{x}" y="{y}" width="3" height="{Svg.Number(MarkHeight)}" rx="1.5"/>""";
            }
        }

        return Svg.Plot(id, title, description, Math.Max(1, rows.Count) * RowHeight, content);
    }
}
