using System.Globalization;
using System.Text;

namespace PeerPersistence.PackageTests.Rooms;

/// <summary>Draws the rooms as an SVG: a row for each floor, and an arrow to each room that no room between uses already.</summary>
internal static class RoomsDrawing
{
    private const int Width = 860;
    private const int Row = 62;
    private const int BoxWidth = 150;
    private const int BoxHeight = 34;

    // Set by hand, so that few arrows bend or cross. A new room stands in the middle until it has a place.
    private static readonly Dictionary<string, int> Columns = new()
    {
        ["DependencyInjection"] = 250, ["Identities"] = 250, ["Keeping"] = 610, ["(root)"] = 430, ["Reconnecting"] = 110, ["Transfer"] = 760,
        ["Records"] = 560, ["Directory"] = 350, ["Watching"] = 515, ["Retention"] = 270, ["Selection"] = 110, ["Protection"] = 775,
        ["Layout"] = 418, ["Peers"] = 250, ["Storage/Files"] = 775, ["Storage"] = 703,
    };

    private const string Style = """
        <style>
          rect { fill: #e8f0fe; stroke: #4472c4; }
          rect.ground { fill: #f2f2f2; stroke: #999; }
          text { font: 14px system-ui, sans-serif; fill: #222; text-anchor: middle; dominant-baseline: central; }
          polyline { fill: none; stroke: #7a8ba8; stroke-width: 1.3; marker-end: url(#tip); }
          path { fill: #7a8ba8; }
          @media (prefers-color-scheme: dark) {
            rect { fill: #1f2d47; stroke: #7ea6ee; }
            rect.ground { fill: #2a2a2a; stroke: #888; }
            text { fill: #eee; }
          }
        </style>
        <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker>

        """;

    /// <param name="floors">The rooms, floor by floor, the highest first.</param>
    /// <param name="ground">The rooms that everybody uses: one row at the bottom, without arrows.</param>
    /// <param name="graph">Who uses whom.</param>
    public static string Of(IReadOnlyList<string[]> floors, string[] ground, RoomGraph graph)
    {
        var upper = floors.Where(rooms => !ground.Contains(rooms[0])).ToList();
        var places = upper.SelectMany((rooms, floor) => rooms.Select(room => (room, floor))).ToDictionary(
            each => each.room, each => (X: Columns.GetValueOrDefault(each.room, Width / 2), Y: each.floor * Row + (Row - BoxHeight) / 2));
        var height = (upper.Count + 1) * Row;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\">\n");
        svg.Append(Style.ReplaceLineEndings("\n"));

        foreach (var (room, (x, y)) in places)
        {
            foreach (var (toX, toY) in Direct(graph, room).Where(places.ContainsKey).Select(below => places[below]))
            {
                var others = places.Values.Where(place => place != (x, y) && place != (toX, toY)).ToList();
                var boxes = others.ConvertAll(place => new Box(place.X - BoxWidth / 2, place.Y, BoxWidth, BoxHeight));
                var way = RoomsArrow.Way((x, y + BoxHeight), (toX, toY), boxes, Width);
                svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', way.Select(point => $"{point.X},{point.Y}"))}\"/>\n");
            }
        }

        foreach (var (room, (x, y)) in places)
            Draw(svg, room, x, y, BoxWidth, "");
        for (var index = 0; index < ground.Length; index++)
            Draw(svg, ground[index], (2 * index + 1) * Width / (2 * ground.Length), upper.Count * Row + (Row - BoxHeight) / 2, Width / ground.Length - 8, " class=\"ground\"");
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The rooms below that no other room below uses as well.</summary>
    private static IEnumerable<string> Direct(RoomGraph graph, string room) =>
        graph.Below(room).Where(below => !graph.Below(room).Any(other => graph.Reach(other).Contains(below)));

    private static void Draw(StringBuilder svg, string room, int x, int y, int width, string kind) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<rect{kind} x=\"{x - width / 2}\" y=\"{y}\" width=\"{width}\" height=\"{BoxHeight}\" rx=\"6\"/><text x=\"{x}\" y=\"{y + BoxHeight / 2}\">{NameOf(room)}</text>\n");

    private static string NameOf(string room) => room == "(root)" ? "(the root)" : room;
}
