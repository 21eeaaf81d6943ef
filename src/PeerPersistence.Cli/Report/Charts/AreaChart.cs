namespace PeerPersistence.Cli;

/// <summary>A count that grows over time.</summary>
internal static class AreaChart
{
    private const double Right = Svg.Width - 8;

    public static string Draw(string id, string title, string description, IReadOnlyList<GrowthPoint> points)
    {
        Axes axes = new("peers", "in UTC", points[^1].Peers);
        List<string> content = [.. axes.Draw()];

        // Steps: nobody is half known.
        var path = string.Concat(
            points.Select((point, i) => i == 0 ? $"M{At(0, point.Peers)}" : $"H{Svg.Number(X(i))}V{Svg.Number(axes.Y(point.Peers))}"));
        content.Add($"""<path class="area" d="{path}V{Svg.Number(Axes.Bottom)}H{Svg.Number(Axes.Left)}Z"/>""");
        content.Add($"""<path class="curve" d="{path}"/>""");
        content.Add(Axes.Below(Axes.Left, Instant(points[0]), "start"));
        content.Add(Axes.Below((Axes.Left + Right) / 2, Instant(points[points.Count / 2])));
        content.Add(Axes.Below(Svg.Width, Instant(points[^1]), "end"));
        return Svg.Plot(id, title, description, Axes.Height, content);

        string Instant(GrowthPoint point) => Svg.Instant(point.At, points[^1].At - points[0].At);
        double X(int i) => Axes.Left + ((Right - Axes.Left) * i / (points.Count - 1));
        string At(int i, int value) => $"{Svg.Number(X(i))} {Svg.Number(axes.Y(value))}";
    }
}
