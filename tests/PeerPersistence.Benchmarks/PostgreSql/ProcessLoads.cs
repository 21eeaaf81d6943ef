using System.Globalization;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>What many processes reach, beside what bare statements do. All of one round is measured before the next begins.</summary>
internal static class ProcessLoads
{
    public const int Rounds = 3;

    private static readonly int[] s_processes = [1, 4, 16];

    /// <summary>Each against the bare one in the second column, with as many processes.</summary>
    private static readonly (string What, string Work, string? Against, bool AreShared)[] s_loads =
    [
        ("one row, set by a bare statement", WorkerProcess.Bare, null, true),
        ("read, and set where still the same, bare", WorkerProcess.Compared, null, true),
        ("the same behind a row that all write, bare", WorkerProcess.Head, WorkerProcess.Headless, true),
        ("the same, three in one transaction, bare", WorkerProcess.Gathered, WorkerProcess.Headless, true),
        ("the same behind a row of its own, bare", WorkerProcess.Headless, WorkerProcess.Headless, true),
        ("the store, three keys", WorkerProcess.Store, WorkerProcess.Headless, true),
        ("the service, three peers", WorkerProcess.Service, WorkerProcess.Headless, true),
        ("the service, an identity each", WorkerProcess.Service, WorkerProcess.Headless, false),
    ];

    public static async Task<MarkdownTable> MeasureAsync(string connectionString)
    {
        var rates = new Dictionary<(int Load, int Processes), List<WorkerRates>>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var processes in s_processes)
            {
                for (var load = 0; load < s_loads.Length; load++)
                {
                    if (!rates.TryGetValue((load, processes), out var measured))
                        rates[(load, processes)] = measured = [];
                    measured.Add(await WorkerProcess.MeasureAsync(connectionString, s_loads[load].Work, processes, s_loads[load].AreShared));
                }
            }
        }

        var table = new MarkdownTable("three at a time in each process", "processes", "updates/s", "tries each", "syncs each", "log, bytes each", "of the bare", "log of the bare");
        foreach (var ((load, processes), measured) in rates.OrderBy(each => each.Key))
        {
            var against = Array.FindIndex(s_loads, each => each.Work == s_loads[load].Against);
            table.Add(
                s_loads[load].What,
                processes.ToString(CultureInfo.InvariantCulture),
                Median(measured, each => each.PerSecond).ToString("#,0", CultureInfo.InvariantCulture),
                Median(measured, each => each.TriesEach).ToString("0.0", CultureInfo.InvariantCulture),
                Median(measured, each => each.SyncsEach).ToString("0.00", CultureInfo.InvariantCulture),
                Median(measured, each => each.BytesEach).ToString("#,0", CultureInfo.InvariantCulture),
                Ratio(each => each.PerSecond),
                Ratio(each => each.BytesEach));

            string Ratio(Func<WorkerRates, double> of) => against < 0
                ? ""
                : Timing.Median(measured.Zip(rates[(against, processes)], (ours, bare) => of(ours) / of(bare))).ToString("0.00", CultureInfo.InvariantCulture);
        }

        return table;
    }

    private static double Median(List<WorkerRates> measured, Func<WorkerRates, double> of) => Timing.Median(measured.Select(of));
}
