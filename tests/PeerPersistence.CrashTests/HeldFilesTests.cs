using Microsoft.Extensions.Logging.Abstractions;
using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>Somebody has a file open for a while, and Windows refuses to open, rename or delete it meanwhile.</summary>
public sealed class HeldFilesTests
{
    private const string Replaced = Script.Path + ".replaced";

    private static readonly Fault Held = new(FaultEffect.Before, Fault.SharingViolation);

    public static TheoryData<bool> Ways => new(true, false);

    private static DiskCall CallOf(bool replaces) => replaces ? DiskCall.Replace : DiskCall.Rename;

    [Theory, MemberData(nameof(Ways))]
    public async Task CompactAsync_ARenameIsRefusedForAMoment_WorksAndNobodyWaitsMeanwhile(bool replaces)
    {
        var (disk, time) = (new SimulatedDisk { ReplacesOpenFiles = replaces }, new HurriedTime());
        await using var store = await OpenAsync(disk, time);
        await CommitAsync(store, "a");
        var refused = 0;
        disk.Faults = (_, call) => call == CallOf(replaces) && refused++ < 4 ? Held : null;
        var meanwhile = 0;
        time.Meanwhile = async () =>
        {
            await CommitAsync(store, $"meanwhile-{meanwhile++}");
            (await store.GetAsync("a")).Should().NotBeNull();
        };

        await store.CompactAsync();

        meanwhile.Should().BeGreaterThan(1);
        await VerifyAsync(disk, store, keys: 1 + meanwhile);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task CompactAsync_ARenameIsRefusedForGood_IsAnErrorAndTheStoreGoesOn(bool replaces)
    {
        var (disk, time) = (new SimulatedDisk { ReplacesOpenFiles = replaces }, new HurriedTime());
        await using var store = await OpenAsync(disk, time);
        await CommitAsync(store, "a");
        disk.Faults = (_, call) => call == CallOf(replaces) ? Held : null;

        (await store.Awaiting(one => one.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>()).WithMessage("*could not be compacted*stays as it was*");

        time.GetElapsedTime(0).Should().BePositive().And.BeLessThanOrEqualTo(HeldFiles.Patience);
        await CommitAsync(store, "b");
        disk.Faults = null;
        await store.CompactAsync();
        await VerifyAsync(disk, store, keys: 2);
    }

    /// <summary>A clock by which nothing is ever over: whoever waited for the renaming would wait for good.</summary>
    [Theory, MemberData(nameof(Ways))]
    public async Task DisposeAsync_WhileARenameIsTriedAgain_GivesItUp(bool replaces)
    {
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var time = new HurriedTime();
        time.Meanwhile = () =>
        {
            waits.SetResult();
            return new TaskCompletionSource().Task;
        };
        var disk = new SimulatedDisk { ReplacesOpenFiles = replaces };
        var store = await OpenAsync(disk, time);
        await CommitAsync(store, "a");
        disk.Faults = (_, call) => call == CallOf(replaces) ? Held : null;
        var compaction = store.CompactAsync();
        await waits.Task;

        await CommitAsync(store, "b");
        await store.DisposeAsync();

        await FluentActions.Awaiting(() => compaction).Should().ThrowAsync<ObjectDisposedException>();
        disk.Faults = null;
        await VerifyAsync(disk, store, keys: 2);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task CommitAsync_AutomaticCompactionsFail_AllSucceedAndTheTriesBecomeRare(bool replaces)
    {
        var disk = new SimulatedDisk { ReplacesOpenFiles = replaces };
        var store = await OpenAsync(disk, new HurriedTime(), floor: 2000);
        disk.Faults = (_, call) => call == CallOf(replaces) ? Held : null;

        for (var i = 0; i < 500; i++)
            await CommitAsync(store, $"{i % 5}");
        await store.DisposeAsync();

        disk.CountOf(CallOf(replaces)).Should().BeInRange(1, 20 * 15, "after each failure the file grows by half");
        disk.Faults = null;
        await VerifyAsync(disk, store, keys: 5);
    }

    /// <summary>The former file steps aside, and then nothing can be renamed any more, not even back.</summary>
    [Fact]
    public async Task CommitAsync_TheFileCouldNotBeGivenItsNameBack_IsRefusedUntilItCan()
    {
        var disk = new SimulatedDisk { ReplacesOpenFiles = false };
        await using var store = await OpenAsync(disk, new HurriedTime());
        await CommitAsync(store, "a");
        var renames = 0;
        disk.Faults = (_, call) => call == DiskCall.Rename && renames++ > 0 ? Held : null;
        await store.Awaiting(one => one.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>();
        disk.Paths.Should().Equal(Replaced);

        (await store.Awaiting(one => CommitAsync(one, "lost")).Should().ThrowAsync<PeerPersistenceException>()).WithMessage("*Nothing was committed*");
        (await store.GetAsync("a")).Should().NotBeNull();
        (await KeysAsync(new SimulatedDisk(disk.Content))).Should().Equal(["a"], "whoever opens what a kill left finds all");
        disk.Faults = null;
        await CommitAsync(store, "b");

        await VerifyAsync(disk, store, keys: 2);
    }

    [Fact]
    public async Task OpenAsync_AnyCallIsRefusedForAMoment_Works()
    {
        var (image, _) = await Images.MakeAsync(commits: 6, keys: 4, valueLength: 60, closed: true);
        image[Images.FramesOf(image)[2].Start + 30] ^= 4;
        foreach (var call in new[] { DiskCall.Lock, DiskCall.Find, DiskCall.Open, DiskCall.Create, DiskCall.Replace, DiskCall.Rename, DiskCall.Name })
        {
            foreach (var content in new[] { new(), new Dictionary<string, byte[]> { [Script.Path] = image } })
            {
                var disk = new SimulatedDisk(content) { ReplacesOpenFiles = call != DiskCall.Rename };
                var refused = 0;
                disk.Faults = (_, one) => one == call && refused++ < 3 ? Held : null;

                await using var store = await OpenAsync(disk, new HurriedTime());

                disk.Paths.Should().BeEquivalentTo(content.Count == 0 ? [Script.Path] : [Script.Path, Script.Path + ".damaged-1"], "{0}", call);
            }
        }
    }

    [Fact]
    public async Task OpenAsync_HeldForGood_IsAnErrorThatSaysSo()
    {
        var (disk, time) = (new SimulatedDisk(), new HurriedTime());
        disk.Faults = (_, call) => call == DiskCall.Create ? Held : null;

        (await FluentActions.Awaiting(() => OpenAsync(disk, time)).Should().ThrowAsync<PeerPersistenceException>()).WithMessage($"*{Script.Path}*could not be opened*");

        time.GetElapsedTime(0).Should().BePositive().And.BeLessThanOrEqualTo(HeldFiles.Patience);
    }

    [Fact]
    public async Task OpenAsync_StoreOfAnotherProcess_IsToldAtOnce()
    {
        var (disk, time) = (new SimulatedDisk(), new HurriedTime());
        await using var store = await OpenAsync(disk, time);

        await FluentActions.Awaiting(() => OpenAsync(disk, time)).Should().ThrowAsync<StoreLockedException>();

        time.GetTimestamp().Should().Be(0);
    }

    /// <summary>Both files are there, and neither has the store's name.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OpenAsync_KilledBetweenTheRenames_FindsTheFormerFile(bool readOnly)
    {
        var (image, commits) = await Images.MakeAsync(commits: 6, keys: 4, valueLength: 60, closed: false);
        var disk = new SimulatedDisk(new Dictionary<string, byte[]> { [Replaced] = image, [Script.Path + ".fresh"] = image[..600] });

        await using (var store = await Reopening.OpenAsync(disk, new() { ReadOnly = readOnly }))
            (await StoreState.ReadAsync(store)).ToString().Should().Be(Images.StateOf(commits).ToString());

        disk.Paths.Should().BeEquivalentTo(readOnly ? [Replaced, Script.Path + ".fresh"] : [Script.Path]);
    }

    [Fact]
    public async Task CommitAsync_FormerFileLeftBesideTheStore_IsDeletedWithTheFirstCommit()
    {
        var (image, _) = await Images.MakeAsync(commits: 6, keys: 4, valueLength: 60, closed: true);
        var disk = new SimulatedDisk(new Dictionary<string, byte[]> { [Script.Path] = image, [Replaced] = image[..700] });

        await using var store = await Reopening.OpenAsync(disk);
        await CommitAsync(store, "a");

        disk.Paths.Should().Equal(Script.Path);
    }

    /// <summary>Somebody read it when it was to be deleted, and then the process ended.</summary>
    [Fact]
    public async Task CommitAsync_FormerFileThatCouldNotBeDeleted_IsDeletedByTheNextLife()
    {
        var disk = new SimulatedDisk { ReplacesOpenFiles = false };
        await using (var store = await OpenAsync(disk, new HurriedTime()))
        {
            disk.Faults = (_, call) => call == DiskCall.Delete && disk.CountOf(DiskCall.Rename) > 0 ? Held : null;
            await CommitAsync(store, "a");
            await store.CompactAsync();
        }

        disk.Paths.Should().BeEquivalentTo([Script.Path, Replaced + ".0"]);
        disk.Faults = null;
        await using var again = await OpenAsync(disk, new HurriedTime());
        await CommitAsync(again, "b");

        disk.Paths.Should().Equal(Script.Path);
    }

    [Fact]
    public async Task DeleteDamagedBytesAsync_RefusedForAMoment_Works()
    {
        var (image, _) = await Images.MakeAsync(commits: 6, keys: 4, valueLength: 60, closed: true);
        image[Images.FramesOf(image)[2].Start + 30] ^= 4;
        var disk = Images.Disk(image);
        await using var store = await OpenAsync(disk, new HurriedTime());
        var refused = 0;
        disk.Faults = (_, call) => call == DiskCall.Delete && refused++ < 3 ? Held : null;

        await store.DeleteDamagedBytesAsync();

        disk.Paths.Should().Equal(Script.Path);
    }

    [Fact]
    public async Task KeyFile_AnyCallIsRefusedForAMoment_IsMadeAndRead()
    {
        var path = Path.GetFullPath("/keys/test.key");
        foreach (var call in new[] { DiskCall.Create, DiskCall.Name, DiskCall.Find, DiskCall.Open, DiskCall.Delete })
        {
            var disk = new SimulatedDisk();
            var provider = new KeyFileProvider(path, disk, new HurriedTime());
            var refused = 0;
            disk.Faults = (_, one) => one == call && refused++ % 4 != 3 ? Held : null;

            var wrapped = await provider.WrapAsync(new byte[32], default);

            (await provider.UnwrapAsync(wrapped, default)).Should().Equal(new byte[32], "{0}", call);
            disk.Paths.Should().Equal(path);
        }
    }

    private static Task<FileKeyValueStore> OpenAsync(SimulatedDisk disk, TimeProvider time, long floor = long.MaxValue) =>
        Reopening.OpenAsync(disk, new() { Time = time, CompactionFloorBytes = floor, Logger = NullLogger.Instance });

    private static async Task CommitAsync(FileKeyValueStore store, string key) =>
        (await store.CommitAsync(new KeyValueBatch().Set(key, new byte[100]))).Should().BeTrue();

    private static async Task VerifyAsync(SimulatedDisk disk, FileKeyValueStore store, int keys)
    {
        await store.DisposeAsync();
        disk.Paths.Should().Equal(Script.Path);
        disk.OpenFiles.Should().Be(0);
        (await KeysAsync(disk)).Should().HaveCount(keys);
    }

    private static async Task<List<string>> KeysAsync(SimulatedDisk disk)
    {
        await using var store = await Reopening.OpenAsync(disk);
        var keys = new List<string>();
        await foreach (var (key, _) in store.ScanAsync(""))
            keys.Add(key);
        return keys;
    }
}
