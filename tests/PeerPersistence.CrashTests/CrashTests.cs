using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>Every instant of generated sequences as a crash: the process killed, or the power cut.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Generations = 3;
    private const int Steps = 10;
    private const int ChancesPerInstant = 8;

    // Every byte in the first two sequences, one with each way to replace a file, or both with both in a long run; so many places in each
    // write of the others.
    private const int ThoroughSeeds = 2;
    private const int TornPlaces = 24;

    // What was found in each state: the same bytes are not opened again, only held against what was promised since.
    private readonly Dictionary<string, StoreState> _found = new(StringComparer.Ordinal);

    private bool _replaces;
    private int _instants;
    private int _states;
    private int _alike;
    private int _torn;
    private int _lost;

    /// <param name="replaces">Whether a file that is open can be replaced in one step.</param>
    /// <param name="seeds">How many sequences.</param>
    [Theory]
    [InlineData(true, 12)]
    [InlineData(false, 6)]
    public async Task Crash_AtEveryInstant_KeepsWhatWasAcknowledgedAndHalvesNothing(bool replaces, int seeds)
    {
        _replaces = replaces;
        foreach (var seed in Seeds.Take(seeds))
        {
            _found.Clear();
            try
            {
                await RunSeedAsync(seed, IsThorough(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }
        }

        output.WriteLine(
            $"crashes, {(_replaces ? "one rename" : "two renames")}: seeds from {Seeds.First}, {_instants} instants, {_states} states explored, of them {_torn} torn writes, and {_alike} that were like one of them; acknowledged commits lost: {_lost}");
        _lost.Should().Be(0);
    }

    private bool IsThorough(int seed) => seed < Seeds.First + ThoroughSeeds * Seeds.Soak
        && (Seeds.Soak > 1 || seed == Seeds.First + (_replaces ? 0 : 1));

    private async Task RunSeedAsync(int seed, bool isThorough)
    {
        var random = new Random(seed);
        var (image, state) = (new Dictionary<string, byte[]>(), new StoreState());
        Script? script = null;
        for (var generation = 0; generation < Generations; generation++)
        {
            var disk = new SimulatedDisk(image) { ReplacesOpenFiles = _replaces };
            script = new(disk, random, state, script);
            await using (var store = await Reopening.OpenAsync(disk, Script.RandomOptions(random)))
                await script.RunAsync(store, Steps);
            (image, state) = await ExploreAsync(disk.Trace, script, state, random, isThorough);
        }
    }

    /// <summary>Goes through all instants, and returns one of the crashes for the next generation to begin with.</summary>
    private async Task<(Dictionary<string, byte[]> Image, StoreState State)> ExploreAsync(
        List<DiskEvent> trace, Script script, StoreState acknowledged, Random random, bool isThorough)
    {
        var cut = new PowerCut();
        List<ScriptedCommit> inFlight = [];
        var chosen = random.Next(trace.Count);
        (Dictionary<string, byte[]>, StoreState)? next = null;
        var opened = false;
        for (var i = 0; i < trace.Count; i++)
        {
            if (trace[i] is DiskEvent.Submitted submitted)
            {
                inFlight = [.. submitted.Commits.Where(script.Done.Contains).Select(id => script.Commits[id])];
            }
            else if (trace[i] is DiskEvent.Answered)
            {
                acknowledged = inFlight.Aggregate(acknowledged, (state, commit) => state.After(commit));
                inFlight = [];
            }

            var allowed = acknowledged.Reachable(inFlight);
            if (opened && trace[i] is DiskEvent.Written write)
                await TearAsync(cut, write, allowed, acknowledged, isThorough ? int.MaxValue : TornPlaces);
            cut.Apply(trace[i], random);

            // The first folder sync ends what was there before.
            opened = opened || trace[i] is DiskEvent.FolderSynced;
            if (!opened)
                continue;
            _instants++;
            await CheckAsync(cut.Killed(), allowed, acknowledged);
            await CheckAsync(cut.NothingUnsynced(), allowed, acknowledged);
            await KillThenCutAsync([.. trace.Take(i + 1)], allowed, acknowledged, random);
            for (var chance = 0; chance < ChancesPerInstant; chance++)
            {
                var image = cut.Chance(random);
                var state = await CheckAsync(image, allowed, acknowledged);
                if (i >= chosen)
                    next ??= (image, state);
            }
        }

        return next ?? (cut.Killed(), acknowledged);
    }

    private async Task TearAsync(PowerCut cut, DiskEvent.Written write, List<StoreState> allowed, StoreState acknowledged, int places)
    {
        // Zeros written ahead are all alike.
        var interesting = Math.Min(write.Bytes.Length, write.Bytes.AsSpan().LastIndexOfAnyExcept((byte)0) + 2);
        var step = Math.Max(1, interesting / places);
        var torn = Enumerable.Range(0, (interesting + step - 2) / step).Select(i => 1 + i * step);
        await Parallel.ForEachAsync(torn, async (bytes, _) =>
        {
            Interlocked.Increment(ref _torn);
            Judge(await OpenAsync(cut.Killed(write, bytes), mendedEvery: 50), allowed, acknowledged);
        });
    }

    /// <summary>After a kill the next process acknowledges a commit; then the power is cut.</summary>
    private async Task KillThenCutAsync(List<DiskEvent> past, List<StoreState> allowed, StoreState acknowledged, Random random)
    {
        var disk = new SimulatedDisk(past) { ReplacesOpenFiles = _replaces };
        var commit = new ScriptedCommit(500_000, new Dictionary<string, int?> { ["after"] = 30 }, new Dictionary<string, int?>());
        await using (var store = await Reopening.OpenAsync(disk))
            (await store.CommitAsync(commit.ToBatch((_, _) => []))).Should().BeTrue();

        var cut = new PowerCut();
        foreach (var happened in disk.Trace)
            cut.Apply(happened, random);
        var allowedAfter = allowed.ConvertAll(state => state.After(commit));
        await CheckAsync(cut.NothingUnsynced(), allowedAfter, acknowledged.After(commit));
        await CheckAsync(cut.Chance(random), allowedAfter, acknowledged.After(commit));
    }

    private async Task<StoreState> CheckAsync(Dictionary<string, byte[]> image, List<StoreState> allowed, StoreState acknowledged)
    {
        var hash = DiskImage.Hash(image);
        if (_found.TryGetValue(hash, out var state))
            _alike++;
        else
            state = _found[hash] = await OpenAsync(image, mendedEvery: 5);
        Judge(state, allowed, acknowledged);
        return state;
    }

    private void Judge(StoreState state, List<StoreState> allowed, StoreState acknowledged)
    {
        if (allowed.Any(state.Matches))
            return;
        Interlocked.Increment(ref _lost);
        throw new InvalidDataException($"Found [{state}], acknowledged was [{acknowledged}].");
    }

    private async Task<StoreState> OpenAsync(Dictionary<string, byte[]> image, int mendedEvery)
    {
        var disk = new SimulatedDisk(image) { ReplacesOpenFiles = _replaces };
        var (state, _) = await Reopening.ReadAsync(disk);
        if (Interlocked.Increment(ref _states) % mendedEvery == 0)
            await Reopening.VerifyMendedAsync(disk, state);
        return state;
    }
}
