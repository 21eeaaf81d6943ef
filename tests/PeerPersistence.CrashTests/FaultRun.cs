using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>The life of a store on a disk that fails for a while.</summary>
internal sealed class FaultRun
{
    private readonly SimulatedDisk _disk;
    private readonly int _damagedFiles;
    private readonly List<ScriptedCommit> _unknown = [];
    private readonly List<DiskCall> _failed = [];
    private StoreState _state;
    private int _nextId = 1000;

    public FaultRun(byte[]? image, StoreState state, int damagedFiles, bool replaces, Fault fault, int first, int length)
    {
        _disk = new(image is null ? null : new Dictionary<string, byte[]> { [Script.Path] = image }) { ReplacesOpenFiles = replaces };
        _damagedFiles = damagedFiles;
        _state = state;
        _disk.Faults = (number, call) =>
        {
            if (number < first || number - (long)first >= length)
                return null;
            Injected++;
            _failed.Add(call);
            return fault;
        };
    }

    public int Injected { get; private set; }

    public int Calls => _disk.Calls.Count;

    public string Describe() => $"{string.Join(", ", _failed.Take(5))}; state {_state}";

    public async Task RunAsync()
    {
        if (await TryOpenAsync() is { } store)
        {
            await UseAsync(store);
            await store.DisposeAsync();
        }

        if (await TryOpenAsync() is { } again)
        {
            await CommitAsync(again, "b", 40);
            await again.DisposeAsync();
        }

        _disk.Faults = null;
        _disk.OpenFiles.Should().Be(0);
        List<Dictionary<string, byte[]>> images = [_disk.Content];
        var (cut, random) = (new PowerCut(), new Random(1));
        foreach (var happened in _disk.Trace)
            cut.Apply(happened, random);
        images.AddRange([cut.NothingUnsynced(), cut.Chance(random)]);

        // Mostly nothing is unsynced in the end, and all three are one.
        foreach (var image in images.DistinctBy(DiskImage.Hash))
            await VerifyAsync(image);
    }

    private async Task UseAsync(FileKeyValueStore store)
    {
        foreach (var key in new[] { "a", "b", "c", "a" })
            await CommitAsync(store, key, 50);
        await CommitAsync(store, "large", 3000);
        await CommitAsync(store, "larger", 9000);
        await CompactAsync(store);
        await CommitAsync(store, "b", null);
        await ReadAsync(store);
        await CommitAsync(store, "d", 80);

        var faults = _disk.Faults;
        _disk.Faults = null;
        (await StoreState.ReadAsync(store)).ToString().Should().Be(_state.ToString(), "what is read is what was acknowledged");
        _disk.Faults = faults;
    }

    private async Task<FileKeyValueStore?> TryOpenAsync()
    {
        try
        {
            return await Reopening.OpenAsync(_disk, new() { BytesAhead = 100, FreedAtOnce = 1000 });
        }
        catch (Exception e) when (e is IOException or PeerPersistenceException)
        {
            return null;
        }
    }

    private async Task CommitAsync(FileKeyValueStore store, string key, int? length)
    {
        var commit = new ScriptedCommit(_nextId++, new Dictionary<string, int?> { [key] = length, ["last"] = 24 }, new Dictionary<string, int?>());
        try
        {
            (await store.CommitAsync(commit.ToBatch((_, _) => []))).Should().BeTrue();
            _state = _state.After(commit);
            _unknown.Clear();
        }
        catch (PeerPersistenceException e)
        {
            if (e is not StoreFullException && !e.Message.Contains("Nothing was committed", StringComparison.Ordinal))
                _unknown.Add(commit);
        }
    }

    private static async Task CompactAsync(FileKeyValueStore store)
    {
        try
        {
            await store.CompactAsync();
        }
        catch (PeerPersistenceException)
        {
            // The store stays as it was.
        }
    }

    private static async Task ReadAsync(FileKeyValueStore store)
    {
        try
        {
            await StoreState.ReadAsync(store);
        }
        catch (PeerPersistenceException)
        {
            // Nothing was read; nothing wrong was.
        }
    }

    /// <summary>Without faults all is there again, and goes on.</summary>
    private async Task VerifyAsync(Dictionary<string, byte[]> image)
    {
        var disk = new SimulatedDisk(image);
        var (state, _) = await Reopening.ReadAsync(disk);
        _state.Reachable(_unknown).Any(state.Matches).Should().BeTrue("found [{0}], acknowledged was [{1}], unknown {2}", state, _state, _unknown.Count);
        disk.Paths.Count(path => path.Contains(".damaged-", StringComparison.Ordinal)).Should().BeGreaterThanOrEqualTo(_damagedFiles, "damaged bytes are never thrown away");
        await Reopening.VerifyMendedAsync(disk, state);
    }
}
