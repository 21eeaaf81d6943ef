using System.Globalization;
using Spectre.Console;

namespace MeshChat;

/// <summary>What became of one peer of the demo.</summary>
internal sealed record ResultRow(string Name, string Fate, IReadOnlyList<Reunion> Reunions, int LinesHeard);

/// <summary>The demo's result.</summary>
internal static class ResultTable
{
    public static Table Of(IEnumerable<ResultRow> rows)
    {
        var table = EventTables.New("peer", "what happened to it", "lost", "because", "its calls", "found after", "lines heard")
            .ShowRowSeparators()
            .Title("Each row is a peer. Each line in it is a link that it lost: how often it called, and when the link stood again.");
        foreach (var row in rows)
        {
            table.AddRow(
                $"[bold]{row.Name}[/]", row.Fate, Cell(row, reunion => reunion.With), Cell(row, reunion => reunion.Cause),
                Cell(row, Tries), Cell(row, After),
                string.Create(CultureInfo.InvariantCulture, $"all {row.LinesHeard}, once"));
        }

        return table;
    }

    private static string Tries(Reunion reunion) => reunion switch
    {
        { After: null } => $"{reunion.Tries} in vain",
        { Called: true } => $"{reunion.Tries}, the last answered",
        { Tries: 0 } => $"none: {reunion.With} called",
        _ => $"{reunion.Tries} in vain: {reunion.With} called",
    };

    private static string After(Reunion reunion) =>
        reunion.After is { } after ? string.Create(CultureInfo.InvariantCulture, $"{after.TotalSeconds:0.00} s") : "never";

    private static string Cell(ResultRow row, Func<Reunion, string> text) =>
        row.Reunions.Count == 0 ? "–" : string.Join('\n', row.Reunions.Select(text));
}
