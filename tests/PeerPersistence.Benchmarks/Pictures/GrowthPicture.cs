using System.Globalization;
using PeerPersistence.Simulator;

namespace PeerPersistence.Benchmarks.Pictures;

/// <summary>What calls cost with few peers and with many, both axes logarithmic: what does not grow is level.</summary>
internal static class GrowthPicture
{
    private const int Left = 60;
    private const int Width = 420;
    private const int Height = 300;
    private const double LeastPeers = 100;
    private const double MostPeers = 1e6;
    private const double LeastTime = 1;
    private const double MostTime = 1e6;

    private static readonly string[] Level = ["get", "update last seen", "store a new peer with its secret", "top 20 with secrets"];
    private static readonly string[] Growing = ["candidates", "open the service"];

    public static void Save(PageTable costs, string path)
    {
        var svg = new Svg(Left + Width + 230, Height + 45);
        for (var peers = LeastPeers; peers <= MostPeers; peers *= 10)
            svg.Text(X(peers), Height + 28, peers.ToString("#,0", CultureInfo.InvariantCulture), "middle");
        svg.Text(X(MostPeers) + 36, Height + 28, "peers");
        foreach (var (time, name) in new[] { (1d, "1 µs"), (1e3, "1 ms"), (1e6, "1 s") })
        {
            svg.Text(Left - 8, Y(time) + 4, name, "end");
            svg.Line([(Left, Y(time)), (Left + Width, Y(time))], Svg.Ink, 0.3);
        }

        foreach (var row in costs.Rows.Where(row => Level.Contains(row[0]) || Growing.Contains(row[0])))
        {
            var points = Points(costs, row);
            svg.Line(points.Select(point => (X(point.Peers), Y(point.Time))), Growing.Contains(row[0]) ? Svg.Shade : Svg.Ours, 2);
            svg.Text(X(points[^1].Peers) + 6, Y(points[^1].Time) + 4, row[0]);
        }

        svg.Save(path);
    }

    private static IReadOnlyList<(double Peers, double Time)> Points(PageTable costs, IReadOnlyList<string> row) =>
    [
        .. costs.Head.Zip(row).Where(cell => cell.First.EndsWith(" peers", StringComparison.Ordinal))
            .Select(cell => (PageTable.NumberOf(cell.First)!.Value, PageTable.NumberOf(cell.Second)!.Value)),
    ];

    private static double X(double peers) => Left + (Width * Share(peers, LeastPeers, MostPeers));

    private static double Y(double time) => 10 + (Height * (1 - Share(time, LeastTime, MostTime)));

    private static double Share(double value, double least, double most) => Math.Log(value / least) / Math.Log(most / least);
}
