namespace PeerPersistence.Cli;

/// <summary>The numbers behind a plot, for whoever does not see it.</summary>
internal sealed record NumberTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    public string ToHtml() => $"""
        <table>
        <thead><tr>{string.Concat(Columns.Select(column => $"<th scope=\"col\">{Svg.Text(column)}</th>"))}</tr></thead>
        <tbody>
        {string.Join('\n', Rows.Select(row => $"<tr>{string.Concat(row.Select(Cell))}</tr>"))}
        </tbody>
        </table>
        """;

    private static string Cell(string cell, int column) =>
        column == 0 ? $"<th scope=\"row\">{Svg.Text(cell)}</th>" : $"<td>{Svg.Text(cell)}</td>";
}
