namespace PeerPersistence.Benchmarks.Storage;

/// <summary>All contestants with the same records, taking turns at every measure.</summary>
internal sealed class StoreComparison(int count, Plan plan) : IDisposable
{
    private const int Gets = 500;

    private readonly TemporaryFolder _folder = new();
    private readonly Records _records = new(count);
    private readonly Random _random = new(1);
    private readonly List<Contestant> _contestants = [.. Contestant.All.Where(contestant => contestant.MostRecords >= count)];
    private readonly Samples<Contestant, StoreMeasure> _samples = new();

    public async Task<Samples<Contestant, StoreMeasure>> RunAsync()
    {
        await LeaveOutWhatDoesNotLoadAsync();
        foreach (var contestant in _contestants)
        {
            if (await CountedSyncs.OfAsync(contestant) is { } syncs)
                _samples.Add(contestant, StoreMeasure.Syncs, syncs);
            await FillAsync(contestant);
        }

        await RoundAsync((_, _, _) => { }); // the compiler's round
        for (var round = 0; round < plan.Rounds; round++)
        {
            await RoundAsync(_samples.Add);
            _contestants.Add(_contestants[0]);
            _contestants.RemoveAt(0); // everybody goes first once
        }

        return _samples;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Some have a native part, which is not for every system.</summary>
    private async Task LeaveOutWhatDoesNotLoadAsync()
    {
        foreach (var contestant in _contestants.ToList())
        {
            try
            {
                await (await contestant.OpenAsync(_folder.Sub("loading " + contestant.Name))).DisposeAsync();
            }
            catch (Exception e) when ((e.GetBaseException(), e) is (DllNotFoundException, _) or (_, DllNotFoundException))
            {
                Console.WriteLine($"Left out, because its native part does not load here: {contestant.Name}.\n");
                _contestants.Remove(contestant);
            }
        }
    }

    private async Task FillAsync(Contestant contestant)
    {
        var folder = _folder.Sub(contestant.Name);
        await using (var committer = await contestant.OpenAsync(folder))
        {
            if (committer is not IRecordStore store)
                return;
            foreach (var chunk in _records.Chunks)
                await store.FillAsync(chunk);
        }

        _samples.Add(contestant, StoreMeasure.Size, DiskUse.Of(folder) / (double)_records.LiveBytes);
    }

    private async Task RoundAsync(Action<Contestant, StoreMeasure, double> add)
    {
        var open = new List<(Contestant Contestant, ICommitter Committer)>();
        foreach (var contestant in _contestants)
            open.Add((contestant, await OpenAsync(contestant, add)));
        foreach (var (contestant, committer) in open)
            await ReadAsync(contestant, committer, add);
        foreach (var (contestant, committer) in open)
        {
            var times = await Timing.EachAsync(plan.LoneCommits, () => CommitAnyAsync(committer));
            add(contestant, StoreMeasure.LoneCommit, Timing.Median(times));
            add(contestant, StoreMeasure.SlowCommit, Timing.Percentile99(times));
        }

        foreach (var (contestant, committer) in open)
            add(contestant, StoreMeasure.ManyWriters, await Writers.RunAsync(committer, _records, plan.ManyWriters));
        foreach (var (_, committer) in open)
            await committer.DisposeAsync();
    }

    private async Task<ICommitter> OpenAsync(Contestant contestant, Action<Contestant, StoreMeasure, double> add)
    {
        ICommitter? committer = null;
        var time = await Timing.OnceAsync(async () =>
        {
            committer = await contestant.OpenAsync(_folder.Sub(contestant.Name));
            if (committer is IRecordStore store)
                await store.GetAsync(_records.AnyKey(_random));
        });
        if (committer is IRecordStore)
            add(contestant, StoreMeasure.Open, time.TotalMilliseconds);
        return committer!;
    }

    private async Task ReadAsync(Contestant contestant, ICommitter committer, Action<Contestant, StoreMeasure, double> add)
    {
        if (committer is not IRecordStore store)
            return;
        var get = await Timing.MedianAsync(Gets, async () => await store.GetAsync(_records.AnyKey(_random)));
        add(contestant, StoreMeasure.Get, get.TotalMicroseconds);
        var scan = await Timing.OnceAsync(async () => CheckAll(await store.ScanAsync()));
        add(contestant, StoreMeasure.Scan, scan.TotalMilliseconds);
    }

    private Task CommitAnyAsync(ICommitter committer) => committer.CommitAsync(_records.AnyKey(_random), _records.AnyValue(_random));

    private void CheckAll(int scanned)
    {
        if (scanned != count)
            throw new InvalidOperationException($"{scanned} records of {count} were scanned.");
    }
}
