using System.Globalization;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>One size, all contestants; in brackets how many times the file store's figure it is.</summary>
internal static class StoreTable
{
    public static string Of(int records, Samples<Contestant, StoreMeasure> samples)
    {
        var table = new MarkdownTable(
            string.Create(CultureInfo.InvariantCulture, $"{records:#,0} records"),
            "lone commit, µs", "99 of 100 within", "64 writers, commits/s", "get, µs", "scan, ms", "open, ms", "size, × live data", "syncs a commit");
        foreach (var contestant in Contestant.All.Where(contestant => contestant.MostRecords >= records))
            table.Add([contestant.Name, .. Enum.GetValues<StoreMeasure>().Select(measure => Cell(samples, contestant, measure))]);
        return table.ToString();
    }

    private static string Cell(Samples<Contestant, StoreMeasure> samples, Contestant contestant, StoreMeasure measure) => Figure.With(
        samples.Median(contestant, measure),
        contestant == Contestant.FileStore || measure is StoreMeasure.Size or StoreMeasure.Syncs ? null : samples.Ratio((contestant, measure), (Contestant.FileStore, measure)));
}
