using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.Identities;

/// <summary>What was called, how long one call took, how many went through a second, and what each took of the machine.</summary>
internal sealed class LatencyTable
{
    private readonly MarkdownTable _table = new("call", "p50, µs", "p99, µs", "calls/s", "processor, µs", "written, bytes");

    public void Add(string name, Latencies latencies) =>
        _table.Add(name, Figure.Of(latencies.Percentile(0.5)), Figure.Of(latencies.Percentile(0.99)), Figure.Of(latencies.PerSecond),
        Figure.Of(latencies.Spent.Processor.TotalMicroseconds / latencies.Each.Length), Figure.Of(latencies.Spent.Written / (double)latencies.Each.Length));

    public override string ToString() => _table.ToString();
}
