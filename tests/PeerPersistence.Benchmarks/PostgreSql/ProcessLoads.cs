using System.Globalization;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>What many processes reach, beside what bare statements do. All of one round is measured before the next begins.</summary>
internal static class ProcessLoads
{
    public const int Rounds = 3;

    /// <summary>Each against the bare statements of the same keys behind a row of their own, with as many processes.</summary>
    private static readonly Load[] s_loads =
    [
        new("bare statements", WorkerProcess.Headless, Shared.Keys),
        new("the store", WorkerProcess.Store, Shared.Keys),
        new("the service", WorkerProcess.Service, Shared.Keys),
        new("bare statements, keys of their own", WorkerProcess.Headless, Shared.Store),
        new("the store, keys of their own", WorkerProcess.Store, Shared.Store),
    ];

    /// <summary>What else one may want to know.</summary>
    private static readonly Load[] s_others =
    [
        new("the service, keys of their own", WorkerProcess.Service, Shared.Store),
        new("the service, an identity each", WorkerProcess.Service, Shared.Nothing),
        new("one row, set by a bare statement", WorkerProcess.Bare, Shared.Keys),
        new("bare statements without a row of their own", WorkerProcess.Compared, Shared.Keys),
        new("bare statements behind a row that all write", WorkerProcess.Head, Shared.Keys),
        new("the same, three in one transaction", WorkerProcess.Gathered, Shared.Keys),
    ];

    /// <param name="connectionString">Of the server.</param>
    /// <param name="areAll">Whether everything is measured, which takes some minutes.</param>
    public static async Task<MarkdownTable> MeasureAsync(string connectionString, bool areAll)
    {
        Load[] loads = areAll ? [.. s_loads, .. s_others] : s_loads;
        int[] counts = areAll ? [1, 4, 16] : [1, 16];
        var rates = new Dictionary<(int Load, int Processes), List<WorkerRates>>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var processes in counts)
            {
                for (var load = 0; load < loads.Length; load++)
                {
                    if (!rates.TryGetValue((load, processes), out var measured))
                        rates[(load, processes)] = measured = [];
                    measured.Add(await WorkerProcess.MeasureAsync(connectionString, loads[load].Work, processes, loads[load].Shared));
                }
            }
        }

        var table = new MarkdownTable(
            "three at a time in each process", "processes", "updates/s", "tries each", "transactions each", "syncs each", "log, bytes each", "processor each, µs",
            "of the bare", "log of the bare", "processor of the bare");
        foreach (var ((load, processes), measured) in rates.OrderBy(each => each.Key))
        {
            var against = loads[load].Shared == Shared.Keys ? 0 : 3;
            table.Add(
                loads[load].What,
                processes.ToString(CultureInfo.InvariantCulture),
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
                Timing.Median(measured.Zip(rates[(against, processes)], (ours, bare) => of(ours) / of(bare))).ToString("0.00", CultureInfo.InvariantCulture);
        }

        return table;
    }

    private readonly record struct Load(string What, string Work, Shared Shared);

    private static double Median(List<WorkerRates> measured, Func<WorkerRates, double> of) => Timing.Median(measured.Select(of));
}
