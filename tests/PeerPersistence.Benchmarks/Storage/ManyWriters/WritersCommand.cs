using System.Globalization;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>
/// <c>writers [records] [seconds]</c>: 64 durable writers, each contestant for a second in every round, and what their commits take. All
/// but the commits a second are counts, which a busy machine changes little.
/// </summary>
internal static class WritersCommand
{
    private const int Rounds = 5;
    private const int LoneCommits = 50;

    private static readonly Contestant[] s_contestants =
        [Contestant.FileStore, Contestant.FileStoreGrowing, Contestant.SqliteBatched, Contestant.RocksDb, Contestant.BareGroup];

    public static async Task<int> RunAsync(string[] args)
    {
        var records = new Records(args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000);
        var time = TimeSpan.FromSeconds(args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 1);
        using var folder = new TemporaryFolder();
        var samples = new Samples<Contestant, WritersMeasure>();
        foreach (var contestant in s_contestants)
        {
            await FillAsync(contestant, folder, records);
            if (await CountedSyncs.OfAsync(contestant, Writers.Count) is { } syncs)
                samples.Add(contestant, WritersMeasure.Syncs, syncs);
        }

        for (var round = 0; round <= Rounds; round++)
        {
            for (var i = 0; i < s_contestants.Length; i++)
            {
                var contestant = s_contestants[(i + round) % s_contestants.Length]; // everybody goes first once
                await RunAsync(contestant, folder, records, time, round == 0 ? (_, _) => { } : (measure, value) => samples.Add(contestant, measure, value));
            }
        }

        Console.WriteLine(WritersTable.Of(records.Count, s_contestants, samples));
        Console.WriteLine($"{Load.Describe()} at the end. Medians of {Rounds} rounds.");
        return 0;
    }

    private static async Task FillAsync(Contestant contestant, TemporaryFolder folder, Records records)
    {
        await using var committer = await contestant.OpenAsync(folder.Sub(contestant.Name));
        foreach (var chunk in committer is IRecordStore ? records.Chunks : [])
            await ((IRecordStore)committer).FillAsync(chunk);
    }

    private static async Task RunAsync(
        Contestant contestant, TemporaryFolder folder, Records records, TimeSpan time, Action<WritersMeasure, double> add)
    {
        await using var committer = await contestant.OpenAsync(folder.Sub(contestant.Name));
        await CommitAloneAsync(committer, records, add);

        GC.Collect(); // what the one before left behind
        var before = Spending.Now();
        int[] collected = [.. Collections()];
        var perSecond = await Writers.RunAsync(committer, records, time);
        var spent = Spending.Now() - before;
        var commits = perSecond * time.TotalSeconds;
        add(WritersMeasure.PerSecond, perSecond);
        add(WritersMeasure.Processor, spent.Processor.TotalMicroseconds / commits);
        add(WritersMeasure.Given, spent.Given / commits);
        add(WritersMeasure.Pages, spent.Written / commits);
        foreach (var (generation, count) in Collections().Select((count, generation) => (generation, count)))
            add(WritersMeasure.Collections0 + generation, (count - collected[generation]) / commits * 10_000);
    }

    /// <summary>The median of the bytes, because a compaction may fall among them; of pages the mean, because some commits begin one.</summary>
    private static async Task CommitAloneAsync(ICommitter committer, Records records, Action<WritersMeasure, double> add)
    {
        var random = new Random(1);
        var lone = new List<Spending>();
        for (var i = 0; i < LoneCommits; i++)
        {
            var before = Spending.Now();
            await committer.CommitAsync(records.AnyKey(random), records.AnyValue(random));
            lone.Add(Spending.Now() - before);
        }

        add(WritersMeasure.LoneGiven, Timing.Median(lone.Select(each => (double)each.Given)));
        add(WritersMeasure.LonePages, lone.Average(each => each.Written));
    }

    private static IEnumerable<int> Collections() => Enumerable.Range(0, GC.MaxGeneration + 1).Select(GC.CollectionCount);
}
