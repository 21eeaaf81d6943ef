namespace PeerPersistence.Cli;

/// <summary>A count that grows over time.</summary>
internal static class AreaChart
{
    private const double Height = 220;
    private const double Left = 38;
    private const double Right = Svg.Width - 8;
    private const double Top = 18;
    private const double Bottom = Height - 26;

    public static string Draw(string id, string title, string description, IReadOnlyList<GrowthPoint> points)
    {
        var ticks = Ticks.UpTo(points[^1].Peers);
        List<string> content = [];
        foreach (var tick in ticks)
        {
            content.Add(Svg.Line(Left, Y(tick), Svg.Width, Y(tick)));
            content.Add(Svg.Label(Left - 8, Y(tick) + 4, Svg.Count(tick), "end"));
        }

        // Steps: nobody is half known.
        var path = string.Concat(
            points.Select((point, i) => i == 0 ? $"M{At(0, point.Peers)}" : $"H{Svg.Number(X(i))}V{Svg.Number(Y(point.Peers))}"));
        content.Add($"""<path class="area" d="{path}V{Svg.Number(Bottom)}H{Svg.Number(Left)}Z"/>""");
        content.Add($"""<path class="curve" d="{path}"/>""");
        content.Add(Svg.Label(Left, Height - 8, Instant(points[0]), "start"));
        content.Add(Svg.Label((Left + Right) / 2, Height - 8, Instant(points[points.Count / 2])));
        content.Add(Svg.Label(Svg.Width, Height - 8, Instant(points[^1]), "end"));
        return Svg.Plot(id, title, description, Height, content);

        string Instant(GrowthPoint point) => Svg.Instant(point.At, points[^1].At - points[0].At);
        double X(int i) => Left + ((Right - Left) * i / (points.Count - 1));
        double Y(int value) => Bottom - ((Bottom - Top) * value / ticks[^1]);
        string At(int i, int value) => $"{Svg.Number(X(i))} {Svg.Number(Y(value))}";
    }
}
