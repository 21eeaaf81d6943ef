namespace PeerPersistence.Benchmarks.Storage;

/// <summary>A table that reads well in a terminal and on a page.</summary>
internal sealed class MarkdownTable(params string[] head)
{
    private readonly List<string[]> _rows = [head];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var widths = Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        var lines = _rows.ConvertAll(row => $"| {string.Join(" | ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))} |");
        lines.Insert(1, $"|{string.Concat(widths.Select((width, column) => column == 0 ? new string('-', width + 2) + '|' : new string('-', width + 1) + ":|"))}");
        return string.Join('\n', lines) + '\n';
    }
}
