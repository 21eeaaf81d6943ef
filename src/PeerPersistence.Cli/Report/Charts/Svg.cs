using System.Globalization;
using System.Net;

namespace PeerPersistence.Cli;

/// <summary>Text and numbers as they stand in the page.</summary>
internal static class Svg
{
    public static CultureInfo Culture => CultureInfo.InvariantCulture;

    /// <summary>The width of every plot, in its own units; the page scales it.</summary>
    public const double Width = 440;

    public static string Number(double number) => Math.Round(number, 2).ToString(CultureInfo.InvariantCulture);

    public static string Count(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (100 * share).ToString("N0", CultureInfo.InvariantCulture) + " %";

    public static string Date(DateTimeOffset instant) => instant.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset instant) => instant.UtcDateTime.ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>A day on an axis; the hour too, where all of the axis is a few days.</summary>
    public static string Instant(DateTimeOffset instant, TimeSpan axis) =>
        axis < TimeSpan.FromDays(4) ? instant.UtcDateTime.ToString("d MMM, HH:mm", CultureInfo.InvariantCulture) : Date(instant);

    /// <summary>An instant that the script of the page says in the reader's own time.</summary>
    public static string TimeTag(DateTimeOffset? instant) => instant is { } then
        ? $"""<time datetime="{Iso(then)}">{Date(then)}, {Time(then)}</time>"""
        : "never";

    public static string Iso(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset instant) => instant.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => Count(bytes) + " B",
        < 1024 * 1024 => (bytes / 1024.0).ToString("N1", CultureInfo.InvariantCulture) + " KiB",
        _ => (bytes / 1024.0 / 1024.0).ToString("N1", CultureInfo.InvariantCulture) + " MiB",
    };

    /// <summary>Whatever somebody is called, it is text here and nothing else.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(PlainText.Of(text));

    /// <summary>A plot that reads out its title and what it says.</summary>
    public static string Plot(string id, string title, string description, double height, IEnumerable<string> content) => $"""
        <svg viewBox="0 0 {Number(Width)} {Number(height)}" role="img" aria-labelledby="{id}-title {id}-text">
        <title id="{id}-title">{Text(title)}</title>
        <desc id="{id}-text">{Text(description)}</desc>
        {string.Join('\n', content)}
        </svg>
        """;

    public static string Label(double x, double y, string text, string anchor = "middle", string kind = "label") =>
        $"""<text class="{kind}" x="{Number(x)}" y="{Number(y)}" text-anchor="{anchor}">{Text(text)}</text>""";

    public static string Line(double x1, double y1, double x2, double y2) =>
        $"""<line class="rule" x1="{Number(x1)}" y1="{Number(y1)}" x2="{Number(x2)}" y2="{Number(y2)}"/>""";
}
