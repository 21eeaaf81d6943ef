using System.Globalization;

namespace PeerPersistence.Cli;

/// <summary>The hours of presence: a row for working days, a row for weekends, a cell for every two hours.</summary>
internal static class HeatMap
{
    private const double Left = 62;
    private const double Top = 4;
    private const double CellHeight = 76;
    private const double Gap = 2;
    private const double Faintest = 0.06;
    private const double Strong = 0.66; // Text on weaker cells has the one colour, on stronger ones the other: 4.5 to 1 at least.
    private const double CellWidth = (Svg.Width - Left) / PresenceHours.SlotsPerDay;

    private static readonly string[] Days = ["Mon–Fri", "Sat, Sun"];

    public static string Draw(string id, string title, string description, PresenceHours hours)
    {
        List<string> content = [];
        for (var day = 0; day < Days.Length; day++)
        {
            content.Add(Svg.Label(0, Y(day) + (CellHeight / 2) + 4, Days[day], "start"));
            for (var slot = 0; slot < PresenceHours.SlotsPerDay; slot++)
                content.Add(Cell(day, slot, hours.Shares[(day * PresenceHours.SlotsPerDay) + slot]));
        }

        for (var slot = 0; slot <= PresenceHours.SlotsPerDay; slot += 3)
        {
            var hour = (2 * slot).ToString("00", CultureInfo.InvariantCulture) + ":00";
            var anchor = slot switch { 0 => "start", PresenceHours.SlotsPerDay => "end", _ => "middle" };
            content.Add(Svg.Label(X(slot) - (Gap / 2), Y(Days.Length) + 16, hour, anchor));
            // The script of the page writes the reader's own hour here.
            var (x, y) = (Svg.Number(X(slot) - (Gap / 2)), Svg.Number(Y(Days.Length) + 36));
            content.Add($"""<text class="label" data-hour="{2 * slot}" x="{x}" y="{y}" text-anchor="{anchor}"></text>""");
        }

        content.Add(Svg.Label(0, Y(Days.Length) + 16, "UTC", "start", "axis"));
        content.Add($"""<text class="axis" data-zone x="0" y="{Svg.Number(Y(Days.Length) + 36)}" text-anchor="start"></text>""");
        return Svg.Plot(id, title, description, Y(Days.Length) + 44, content);
    }

    /// <summary>What a slot is called.</summary>
    public static string Name(int slot) => string.Create(CultureInfo.InvariantCulture, $"{2 * slot:00}–{(2 * slot) + 2:00}");

    private static string Cell(int day, int slot, double? share)
    {
        var opacity = share is { } known ? Faintest + ((1 - Faintest) * known) : 1;
        var kind = share is null ? "cell unknown" : opacity > Strong ? "cell strong" : "cell";
        var text = share is { } there ? Svg.Number(Math.Round(100 * there)) : "–";
        var (left, middle) = (Svg.Number(X(slot)), Svg.Number(X(slot) + ((CellWidth - Gap) / 2)));
        var (top, line) = (Svg.Number(Y(day)), Svg.Number(Y(day) + (CellHeight / 2) + 4));
        var (width, height) = (Svg.Number(CellWidth - Gap), Svg.Number(CellHeight));
        return $"""
            <g class="{kind}"><title>{Days[day]}, {Name(slot)} UTC: {(share is null ? "never looked" : text + " %")}</title>
            <rect x="{left}" y="{top}" width="{width}" height="{height}" rx="4" fill-opacity="{Svg.Number(opacity)}"/>
            <text x="{middle}" y="{line}" text-anchor="middle">{text}</text></g>
            """;
    }

    private static double X(int slot) => Left + (slot * CellWidth);

    private static double Y(int day) => Top + (day * (CellHeight + Gap));
}
