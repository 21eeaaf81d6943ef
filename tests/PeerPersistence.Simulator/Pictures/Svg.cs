using System.Globalization;
using System.Security;

namespace PeerPersistence.Simulator;

/// <summary>A drawing of rectangles, lines and words, readable on light and dark pages.</summary>
internal sealed class Svg(int width, int height)
{
    public const string Ink = "#808080";
    public const string Ours = "#2f81c4";
    public const string Others = "#a9b4be";
    public const string Shade = "#e0a33a";

    private readonly List<string> _shapes = [];

    public void Rectangle(double x, double y, double w, double h, string color, double opacity = 1) =>
        Add($"<rect x=\"{x:0.0}\" y=\"{y:0.0}\" width=\"{w:0.0}\" height=\"{h:0.0}\" fill=\"{color}\" fill-opacity=\"{opacity:0.##}\"/>");

    public void Line(IEnumerable<(double X, double Y)> points, string color, double thickness = 1) =>
        Add($"<polyline fill=\"none\" stroke=\"{color}\" stroke-width=\"{thickness:0.#}\" points=\"{Points(points)}\"/>");

    public void Text(double x, double y, string text, string anchor = "start") =>
        Add($"<text x=\"{x:0.0}\" y=\"{y:0.0}\" text-anchor=\"{anchor}\" fill=\"{Ink}\">{SecurityElement.Escape(text)}</text>");

    public void Save(string path)
    {
        var head = Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">");
        File.WriteAllText(path, string.Join('\n', [head, .. _shapes, "</svg>", ""]));
    }

    private static string Points(IEnumerable<(double X, double Y)> points) =>
        string.Join(' ', points.Select(point => Invariant($"{point.X:0.0},{point.Y:0.0}")));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Add(FormattableString shape) => _shapes.Add(Invariant(shape));
}
