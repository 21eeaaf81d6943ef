using System.Globalization;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>Every operation: what it costs with few peers, with many, and how much it grows.</summary>
internal static class ServiceTable
{
    public static string Of((int Few, int Many) peers, Samples<ServiceOperation, int> samples)
    {
        var table = new MarkdownTable("operation, µs", Peers(peers.Few), Peers(peers.Many), "growth");
        foreach (var operation in ServiceOperation.All)
        {
            table.Add(
                operation.Name, Figure.Of(samples.Median(operation, peers.Few)), Figure.Of(samples.Median(operation, peers.Many)),
                Figure.Ratio(samples.Ratio((operation, peers.Many), (operation, peers.Few))));
        }

        return table.ToString();
    }

    private static string Peers(int count) => string.Create(CultureInfo.InvariantCulture, $"{count:#,0} peers");
}
