using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.Identities;

/// <summary>What was called, how long one call took, and how many went through a second.</summary>
internal sealed class LatencyTable
{
    private readonly MarkdownTable _table = new("call", "p50, µs", "p99, µs", "calls/s");

    public void Add(string name, Latencies latencies) =>
        _table.Add(name, Figure.Of(latencies.Percentile(0.5)), Figure.Of(latencies.Percentile(0.99)), Figure.Of(latencies.PerSecond));

    public override string ToString() => _table.ToString();
}
