using System.Globalization;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>What many processes reach, beside what bare statements do. All of one round is measured before the next begins.</summary>
internal static class ProcessLoads
{
    public const int Rounds = 3;

    /// <summary>Each against the bare statements of the same keys behind a row of their own, with as many processes.</summary>
    private static readonly Work[] s_loads =
    [
        new("bare statements", WorkerProcess.Headless, Shared.Keys),
        new("the store", WorkerProcess.Store, Shared.Keys),
        new("the service", WorkerProcess.Service, Shared.Keys),
        new("bare statements, keys of their own", WorkerProcess.Headless, Shared.Store),
        new("the store, keys of their own", WorkerProcess.Store, Shared.Store),
    ];

    /// <summary>What else one may want to know.</summary>
    private static readonly Work[] s_others =
    [
        new("the service, keys of their own", WorkerProcess.Service, Shared.Store),
        new("the service, an identity each", WorkerProcess.Service, Shared.Nothing),
        new("one row, set by a bare statement", WorkerProcess.Bare, Shared.Keys),
        new("bare statements without a row of their own", WorkerProcess.Compared, Shared.Keys),
        new("bare statements behind a row that all write", WorkerProcess.Head, Shared.Keys),
        new("the same, three in one transaction", WorkerProcess.Gathered, Shared.Keys),
    ];

    /// <param name="connectionString">Of the server.</param>
    /// <param name="processes">How many; <c>all</c> measures everything, which takes some minutes.</param>
    public static async Task<MarkdownTable> MeasureAsync(string connectionString, string? processes)
    {
        Work[] loads = processes == "all" ? [.. s_loads, .. s_others] : s_loads;
        int[] counts = processes switch { null => [1, 16], "all" => [1, 4, 16], _ => [int.Parse(processes, CultureInfo.InvariantCulture)] };
        var rates = new Dictionary<(int Load, int Processes), List<WorkerRates>>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var count in counts)
            {
                for (var load = 0; load < loads.Length; load++)
                {
                    if (!rates.TryGetValue((load, count), out var measured))
                        rates[(load, count)] = measured = [];
                    measured.Add(await WorkerProcess.MeasureAsync(connectionString, loads[load].Does, count, loads[load].Shared));
                }
            }
        }

        var table = new MarkdownTable(
            "three at a time in each process", "processes", "updates/s", "tries each", "transactions each", "syncs each", "log, bytes each", "processor each, µs",
            "of the bare", "log of the bare", "processor of the bare");
        foreach (var ((load, count), measured) in rates.OrderBy(each => each.Key))
        {
            var against = loads[load].Shared == Shared.Keys ? 0 : 3;
            table.Add(
                loads[load].What,
                count.ToString(CultureInfo.InvariantCulture),
                Median(measured, each => each.PerSecond).ToString("#,0", CultureInfo.InvariantCulture),
                Median(measured, each => each.TriesEach).ToString("0.0", CultureInfo.InvariantCulture),
                Median(measured, each => each.TransactionsEach).ToString("0.0", CultureInfo.InvariantCulture),
                Median(measured, each => each.SyncsEach).ToString("0.00", CultureInfo.InvariantCulture),
                Median(measured, each => each.BytesEach).ToString("#,0", CultureInfo.InvariantCulture),
                Median(measured, each => each.ProcessorEach).ToString("#,0", CultureInfo.InvariantCulture),
                Ratio(each => each.PerSecond),
                Ratio(each => each.BytesEach),
                Ratio(each => each.ProcessorEach));

            string Ratio(Func<WorkerRates, double> of) =>
                Timing.Median(measured.Zip(rates[(against, count)], (ours, bare) => of(ours) / of(bare))).ToString("0.00", CultureInfo.InvariantCulture);
        }

        return table;
    }

    private readonly record struct Work(string What, string Does, Shared Shared);

    private static double Median(List<WorkerRates> measured, Func<WorkerRates, double> of) => Timing.Median(measured.Select(of));
}
