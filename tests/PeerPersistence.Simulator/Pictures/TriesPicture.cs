using System.Globalization;

namespace PeerPersistence.Simulator;

/// <summary>The geometric means of the table as bars, with their 95 % confidence intervals.</summary>
internal static class TriesPicture
{
    private const int Left = 200;
    private const int Unit = 45;
    private const int Row = 26;

    public static void Save(Table table, string path)
    {
        var svg = new Svg(Left + (12 * Unit), (table.Rows.Count * Row) + 10);
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var (policy, samples) = table.Rows[i];
            var (mean, margin) = Sample.GeometricMean(samples);
            var middle = 5 + (Row * (i + 0.5));
            svg.Text(Left - 8, middle + 4, policy, "end");
            svg.Rectangle(Left, middle - 9, mean * Unit, 18, policy == LibraryPolicy.Title ? Svg.Ours : Svg.Others);
            svg.Line([(Left + ((mean - margin) * Unit), middle), (Left + ((mean + margin) * Unit), middle)], Svg.Ink, 2);
            svg.Text(Left + ((mean + margin) * Unit) + 6, middle + 4, mean.ToString("0.00", CultureInfo.InvariantCulture));
        }

        svg.Save(path);
    }
}
