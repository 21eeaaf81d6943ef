using System.Globalization;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>What each contestant's commits took; in brackets how many times the bare loop's figure it is.</summary>
internal static class WritersTable
{
    public static string Of(int records, IEnumerable<Contestant> contestants, Samples<Contestant, WritersMeasure> samples)
    {
        var table = new MarkdownTable(
            string.Create(CultureInfo.InvariantCulture, $"64 writers, {records:#,0} records"),
            "commits/s", "processor, µs", "syncs", "bytes", "bytes in pages", "alone: bytes", "in pages", "collections of 10,000", "gen 1", "gen 2");
        foreach (var contestant in contestants)
            table.Add([contestant.Name, .. Enum.GetValues<WritersMeasure>().Select(measure => Cell(contestant, measure))]);
        return table.ToString();

        string Cell(Contestant contestant, WritersMeasure measure) => Figure.With(
            samples.Median(contestant, measure),
            measure == WritersMeasure.PerSecond ? samples.Ratio((contestant, measure), (Contestant.BareGroup, measure)) : null);
    }
}
