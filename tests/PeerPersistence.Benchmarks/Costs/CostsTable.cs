using System.Globalization;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.Costs;

/// <summary>A call a row, and the numbers of peers beside each other: what grows is seen at once.</summary>
internal static class CostsTable
{
    public static string Of(IReadOnlyList<(int Peers, IReadOnlyList<Cost> Costs)> columns)
    {
        var table = new MarkdownTable(
            ["µs of processor", .. columns.Select(column => $"{Number(column.Peers)} peers"), "bytes at the least", "at the most"]);
        for (var call = 0; call < columns[0].Costs.Count; call++)
        {
            var costs = columns.Select(column => column.Costs[call]).ToList();
            table.Add(
            [
                costs[0].Name, .. costs.Select(cost => Figure.Of(cost.Microseconds)), Number(costs.Min(cost => cost.Bytes)),
                Number(costs.Max(cost => cost.Bytes)),
            ]);
        }

        return table.ToString();
    }

    public static string Of(string what, IReadOnlyList<Cost> costs)
    {
        var table = new MarkdownTable(what, "µs of processor", "bytes");
        foreach (var cost in costs)
            table.Add(cost.Name, Figure.Of(cost.Microseconds), Number(cost.Bytes));
        return table.ToString();
    }

    private static string Number(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
