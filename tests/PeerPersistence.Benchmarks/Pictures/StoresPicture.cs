using PeerPersistence.Simulator;

namespace PeerPersistence.Benchmarks.Pictures;

/// <summary>Each store's lone commit and its commits from 64 writers, as bars. Those that do not sync are pale: a power cut can take their commits.</summary>
internal static class StoresPicture
{
    private const int Names = 190;
    private const int Bars = 170;
    private const int Numbers = 70;
    private const int Row = 22;
    private const int Top = 30;

    public static void Save(PageTable stores, string path)
    {
        var svg = new Svg(Names + (2 * (Bars + Numbers)), Top + (stores.Rows.Count * Row) + 5);
        for (var i = 0; i < stores.Rows.Count; i++)
            svg.Text(Names - 8, Middle(i) + 4, stores.Rows[i][0], "end");
        Draw(svg, Names, "lone commit, µs: short is good", stores, "lone commit, µs");
        Draw(svg, Names + Bars + Numbers, "64 writers, commits/s: long is good", stores, "64 writers, commits/s");
        svg.Save(path);
    }

    private static void Draw(Svg svg, int left, string title, PageTable stores, string column)
    {
        svg.Text(left, 18, title);
        var cells = stores.Column(column);
        var syncs = stores.Column("syncs a commit");
        var longest = cells.Max(PageTable.NumberOf)!.Value;
        for (var i = 0; i < cells.Count; i++)
        {
            var length = Bars * PageTable.NumberOf(cells[i])!.Value / longest;
            var color = stores.Rows[i][0] == "the file store" ? Svg.Ours : Svg.Others;
            svg.Rectangle(left, Middle(i) - 8, length, 16, color, PageTable.NumberOf(syncs[i]) < 0.5 ? 0.4 : 1);
            svg.Text(left + length + 6, Middle(i) + 4, cells[i].Split(' ')[0]);
        }
    }

    private static double Middle(int row) => Top + (Row * (row + 0.5));
}
