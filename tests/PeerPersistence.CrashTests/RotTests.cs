using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>Bytes of the file that rot while the store is open: a compaction loses nothing that reopening would not lose.</summary>
public sealed class RotTests(ITestOutputHelper output)
{
    [Fact]
    public async Task CompactAsync_AnyByteRots_CostsAtMostTheValueThatItIsIn()
    {
        var (file, commits) = await Images.MakeAsync(commits: 8, keys: 4, valueLength: 24, closed: true);
        var kept = 0;
        for (var at = 0; at < file.Length; at += at < FileHeader.Length ? 13 : 1)
        {
            var disk = Images.Disk(file);
            await using var store = await Reopening.OpenAsync(disk);
            Rot(disk, at);
            var (reopened, _) = await Reopening.ReadAsync(Images.Disk(disk[Script.Path]));
            var rotten = await RottenAsync(store, commits);
            rotten.Count.Should().BeLessThanOrEqualTo(1, "byte {0}", at);

            await store.CompactAsync();
            await store.CompactAsync();

            (await RottenAsync(store, commits)).Should().Equal(rotten, "byte {0}", at);
            await store.DisposeAsync();
            await CheckAsync(disk, Without(Images.StateOf(commits), rotten, reopened), rotten.Count, $"byte {at}");
            kept += rotten.Count;
        }

        output.WriteLine($"rot: {file.Length} bytes; values that rotted and were kept as that: {kept}");
        kept.Should().BePositive();
    }

    [Fact]
    public async Task CompactAsync_ValuesRotInFramesOfMany_CostsNoneBeside()
    {
        foreach (var seed in Seeds.Take(100))
        {
            var random = new Random(seed);
            var disk = new SimulatedDisk();
            await using var store = await Reopening.OpenAsync(disk);
            var commit = new ScriptedCommit(
                1, Enumerable.Range(0, 60).ToDictionary(i => $"key-{i:d2}", _ => (int?)random.Next(24, 700)), new Dictionary<string, int?>());
            (await store.CommitAsync(commit.ToBatch((_, _) => []))).Should().BeTrue();
            await store.CompactAsync();
            for (var places = random.Next(1, 6); places > 0; places--)
                Rot(disk, random.Next(FileHeader.Length, disk[Script.Path].Length));
            var rotten = await RottenAsync(store, [commit]);

            await store.CompactAsync();

            (await RottenAsync(store, [commit])).Should().Equal(rotten, "seed {0}", seed);
            await store.DisposeAsync();
            await CheckAsync(disk, Without(Images.StateOf([commit]), rotten, []), rotten.Count, $"seed {seed}");
        }
    }

    [Fact]
    public async Task CommitAsync_AValueIsRottenAndOthersAreOverwritten_TheFileStaysWithinItsBound()
    {
        var disk = new SimulatedDisk();
        await using var store = await Reopening.OpenAsync(disk, new() { CompactionFloorBytes = 2000 });
        var victim = new ScriptedCommit(1, new Dictionary<string, int?> { ["victim"] = 300 }, new Dictionary<string, int?>());
        (await store.CommitAsync(victim.ToBatch((_, _) => []))).Should().BeTrue();
        Rot(disk, disk[Script.Path].AsSpan().IndexOf(ScriptedCommit.ValueOf(1, "victim", 300)) + 100);
        var longest = 0;
        for (var id = 2; id < 300; id++)
        {
            var commit = new ScriptedCommit(id, new Dictionary<string, int?> { [$"key-{id % 4}"] = 200 }, new Dictionary<string, int?>());
            (await store.CommitAsync(commit.ToBatch((_, _) => []))).Should().BeTrue();
            longest = Math.Max(longest, disk[Script.Path].Length);
        }

        longest.Should().BeLessThan(8000);
        (await IsRottenAsync(store, "victim")).Should().BeTrue();
        var next = new ScriptedCommit(300, new Dictionary<string, int?> { ["victim"] = 30 }, new Dictionary<string, int?>());
        (await store.CommitAsync(next.ToBatch((_, _) => []))).Should().BeTrue("whoever writes it anew heals it");
        await store.CompactAsync();
        await store.DisposeAsync();
        var (_, report) = await Reopening.ReadAsync(disk);
        report.IsClean.Should().BeTrue();
    }

    /// <summary>What is written meanwhile is copied again, and may have rotted as well.</summary>
    [Fact]
    public async Task CompactAsync_WhatWasWrittenSinceItBeganRots_GoesOn()
    {
        var disk = new SimulatedDisk();
        var files = new Meanwhile(disk);
        await using var store = await FileKeyValueStore.OpenAsync(Script.Path, new(), files, CancellationToken.None);
        var commits = Enumerable.Range(1, 20).Select(id => Commit(id, $"key-{id}")).ToList();
        foreach (var commit in commits)
            (await store.CommitAsync(commit.ToBatch((_, _) => []))).Should().BeTrue();
        var late = Commit(99, "key-7");
        files.OnNextSync = () =>
        {
            store.CommitAsync(late.ToBatch((_, _) => [])).AsTask().GetAwaiter().GetResult().Should().BeTrue();
            Rot(disk, disk[Script.Path].AsSpan().IndexOf(ScriptedCommit.ValueOf(99, "key-7", 20_000)) + 50);
        };

        await store.CompactAsync();

        files.OnNextSync.Should().BeNull();
        (await RottenAsync(store, [.. commits, late])).Should().Equal("key-7");
        await store.DisposeAsync();
        await CheckAsync(disk, Images.StateOf(commits), rotten: 1, "the older value was in the file");

        static ScriptedCommit Commit(int id, string key) => new(id, new Dictionary<string, int?> { [key] = 20_000 }, new Dictionary<string, int?>());
    }

    /// <summary>A disk that refuses is no rot: nobody knows what stands there. Opening the file says the same, and leaves it as it is.</summary>
    [Fact]
    public async Task CompactAsync_ThePlaceOfAValueCannotBeRead_FailsAndLosesNothing()
    {
        var (file, commits) = await Images.MakeAsync(commits: 12, keys: 5, valueLength: 40, closed: true);
        var disk = Images.Disk(file);
        await using var store = await Reopening.OpenAsync(disk);
        disk.Faults = (_, call) => call == DiskCall.Read ? new(FaultEffect.Before, Fault.InputOutput) : null;

        (await FluentActions.Awaiting(() => store.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>())
            .Which.Should().NotBeOfType<StoreCorruptedException>();
        var next = new ScriptedCommit(99, new Dictionary<string, int?> { ["key-1"] = 30 }, new Dictionary<string, int?>());
        (await store.CommitAsync(next.ToBatch((_, _) => []))).Should().BeTrue("who writes reads nothing");
        disk.Faults = null;
        await store.CompactAsync();

        await store.DisposeAsync();
        await CheckAsync(disk, Images.StateOf([.. commits, next]), rotten: 0, "");
    }

    private static void Rot(SimulatedDisk disk, int at) => disk.Meddle(files =>
    {
        var content = files[Script.Path].Content;
        content.Write(at, [(byte)(content.Span[at] ^ 0x15)]);
    });

    private static async Task<List<string>> RottenAsync(FileKeyValueStore store, IEnumerable<ScriptedCommit> commits)
    {
        List<string> rotten = [];
        foreach (var (key, writer) in Images.StateOf(commits))
        {
            if (await IsRottenAsync(store, key))
                rotten.Add(key);
            else
                ScriptedCommit.WriterOf(key, (await store.GetAsync(key))!.Value.Span).Should().Be(writer);
        }

        return rotten;
    }

    private static async Task<bool> IsRottenAsync(FileKeyValueStore store, string key) => (await store.GetAsync(key))!.Value.IsEmpty;

    /// <summary>Of what rotted there is what reopening the file would have found instead.</summary>
    private static StoreState Without(StoreState all, List<string> rotten, StoreState reopened)
    {
        var state = new StoreState(all);
        foreach (var key in rotten)
        {
            state.Remove(key);
            if (reopened.TryGetValue(key, out var older))
                state[key] = older;
        }

        return state;
    }

    private static async Task CheckAsync(SimulatedDisk disk, StoreState expected, int rotten, string where)
    {
        var (state, report) = await Reopening.ReadAsync(disk);
        state.ToString().Should().Be(expected.ToString(), where);
        report.CommitsLost.Should().Be(rotten, where);
        (report.DamagedBytesPath is not null).Should().Be(rotten > 0, where);
        await Reopening.VerifyMendedAsync(disk, state);
    }

    /// <summary>Something happens when a copy is synced.</summary>
    private sealed class Meanwhile(SimulatedDisk disk) : PassingFileSystem(disk)
    {
        public Action? OnNextSync { get; set; }

        protected override void Sync(string path, Action pass)
        {
            if (path == Script.Path + ".fresh" && OnNextSync is { } then)
            {
                OnNextSync = null;
                then();
            }

            pass();
        }
    }
}
