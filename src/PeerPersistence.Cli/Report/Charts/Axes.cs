namespace PeerPersistence.Cli;

/// <summary>The axes of counts: what is counted, upwards, by what, across.</summary>
/// <param name="Up">What is counted.</param>
/// <param name="Across">By what.</param>
/// <param name="Most">The greatest count.</param>
internal sealed record Axes(string Up, string Across, int Most)
{
    public const double Height = 250;
    public const double Left = 46;
    public const double Bottom = Height - 46;
    private const double Top = 34;

    private readonly IReadOnlyList<int> _ticks = Ticks.UpTo(Most);

    public double Y(double value) => Bottom - ((Bottom - Top) * value / _ticks[^1]);

    public IEnumerable<string> Draw()
    {
        foreach (var tick in _ticks)
        {
            yield return Svg.Line(Left, Y(tick), Svg.Width, Y(tick));
            yield return Svg.Label(Left - 8, Y(tick) + 4, Svg.Count(tick), "end");
        }

        yield return Svg.Label(0, 12, Up, "start", "axis");
        yield return Svg.Label(Svg.Width, Height - 6, Across, "end", "axis");
    }

    /// <summary>What stands below a place on the axis.</summary>
    public static string Below(double x, string text, string anchor = "middle") => Svg.Label(x, Bottom + 18, text, anchor);
}
