using System.Globalization;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.PostgreSql;

/// <summary>What many processes reach, beside what bare statements do. All of one round is measured before the next begins.</summary>
internal static class ProcessLoads
{
    public const int Rounds = 3;

    private static readonly (string What, string Work, int Processes, bool AreShared)[] s_loads =
    [
        ("one row, set by a bare statement", WorkerProcess.Bare, 1, true),
        ("one row, set by a bare statement", WorkerProcess.Bare, 16, true),
        ("three rows, read and set where still the same, bare", WorkerProcess.Compared, 1, true),
        ("three rows, read and set where still the same, bare", WorkerProcess.Compared, 16, true),
        ("the service, three peers", WorkerProcess.Service, 1, true),
        ("the service, three peers", WorkerProcess.Service, 4, true),
        ("the service, three peers", WorkerProcess.Service, 16, true),
        ("the service, an identity each", WorkerProcess.Service, 16, false),
    ];

    public static async Task<MarkdownTable> MeasureAsync(string connectionString)
    {
        var rates = s_loads.Select(_ => new List<(double PerSecond, double TriesEach)>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < s_loads.Length; i++)
                rates[i].Add(await WorkerProcess.MeasureAsync(connectionString, s_loads[i].Work, s_loads[i].Processes, s_loads[i].AreShared));
        }

        var table = new MarkdownTable("three at a time in each process", "processes", "updates/s", "tries each");
        for (var i = 0; i < s_loads.Length; i++)
        {
            table.Add(
                s_loads[i].What,
                s_loads[i].Processes.ToString(CultureInfo.InvariantCulture),
                Timing.Median(rates[i].Select(each => each.PerSecond)).ToString("#,0", CultureInfo.InvariantCulture),
                Timing.Median(rates[i].Select(each => each.TriesEach)).ToString("0.0", CultureInfo.InvariantCulture));
        }

        return table;
    }
}
