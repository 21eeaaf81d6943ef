using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>How many syncs durable commits cost.</summary>
public sealed class SyncCountTests(ITestOutputHelper output)
{
    private const int Writers = 64;

    [Fact]
    public async Task CommitAsync_Alone_SyncsOnce()
    {
        var disk = new SimulatedDisk();
        await using var store = await Reopening.OpenAsync(disk);
        for (var i = 0; i < 50; i++)
        {
            var before = disk.CountOf(DiskCall.Sync);
            await store.CommitAsync(new KeyValueBatch().Set($"{i}", new byte[1500]));
            (disk.CountOf(DiskCall.Sync) - before).Should().Be(1);
        }

        var syncs = disk.CountOf(DiskCall.Sync);
        await store.CommitAsync(new KeyValueBatch().Set("0", default).Expect("0", default(ReadOnlyMemory<byte>)));
        await store.CommitAsync(new KeyValueBatch().Expect("0", new byte[1500]));
        disk.CountOf(DiskCall.Sync).Should().Be(syncs, "nothing was written");
    }

    [Fact]
    public async Task CommitAsync_Alone_WritesItsRecordAndLittleMore()
    {
        const int commits = 500, length = 1500;
        var disk = new SimulatedDisk();
        await using var store = await FileKeyValueStore.OpenAsync(Script.Path, new(), disk, CancellationToken.None);
        var before = disk.Trace.Count;
        for (var i = 0; i < commits; i++)
            await store.CommitAsync(new KeyValueBatch().Set($"{i}", new byte[length]));

        disk.Trace.Skip(before).OfType<DiskEvent.Written>().Sum(written => written.Bytes.Length).Should().BeLessThan(commits * length * 11 / 10);
    }

    [Fact]
    public async Task CommitAsync_Buffered_SyncsAtTheEndOnly()
    {
        var disk = new SimulatedDisk();
        await using (var store = await Reopening.OpenAsync(disk, new() { Durability = Durability.Buffered }))
        {
            var before = disk.CountOf(DiskCall.Sync);
            for (var i = 0; i < 50; i++)
                await store.CommitAsync(new KeyValueBatch().Set($"{i}", new byte[1500]));
            disk.CountOf(DiskCall.Sync).Should().Be(before);
        }

        (await FramesAfterAPowerCutAsync(disk)).Should().Be(50);
    }

    [Fact]
    public async Task FlushAsync_Buffered_SyncsWhatWasAcknowledgedAndNoMore()
    {
        var disk = new SimulatedDisk();
        await using var store = await Reopening.OpenAsync(disk, new() { Durability = Durability.Buffered });
        for (var i = 0; i < 50; i++)
            await store.CommitAsync(new KeyValueBatch().Set($"{i}", new byte[1500]));
        var before = disk.CountOf(DiskCall.Sync);

        await store.FlushAsync();
        await store.FlushAsync();

        (disk.CountOf(DiskCall.Sync) - before).Should().Be(1, "the second time there was nothing to sync");
        (await FramesAfterAPowerCutAsync(disk)).Should().Be(50);
    }

    [Fact]
    public async Task FlushAsync_AfterOneThatFailed_FailsUntilAllIsWrittenAnew()
    {
        var disk = new SimulatedDisk();
        await using var store = await Reopening.OpenAsync(disk, new() { Durability = Durability.Buffered });
        await store.CommitAsync(new KeyValueBatch().Set("key", new byte[1500]));
        disk.Faults = (_, call) => call == DiskCall.Sync ? new(FaultEffect.Half, Fault.InputOutput) : null;
        await store.Awaiting(one => one.FlushAsync()).Should().ThrowAsync<PeerPersistenceException>();
        disk.Faults = null;

        await store.Awaiting(one => one.FlushAsync()).Should().ThrowAsync<PeerPersistenceException>("what the system gave up is lost, whatever it says now");
        await store.CompactAsync();
        await store.FlushAsync();

        var (cut, random) = (new PowerCut(), new Random(1));
        foreach (var happened in disk.Trace)
            cut.Apply(happened, random);
        await using var reopened = await Reopening.OpenAsync(new(cut.NothingUnsynced()));
        (await reopened.GetAsync("key")).Should().NotBeNull();
    }

    [Fact]
    public async Task FlushAsync_WhileItIsCompacted_EachIsDone()
    {
        await using var store = await Reopening.OpenAsync(new SimulatedDisk(), new() { Durability = Durability.Buffered });
        for (var i = 0; i < 50; i++)
        {
            await store.CommitAsync(new KeyValueBatch().Set("key", new byte[1500]));
            await Task.WhenAll(store.FlushAsync(), store.CompactAsync(), store.FlushAsync()).WaitAsync(TimeSpan.FromMinutes(5));
        }
    }

    [Fact]
    public async Task CommitAsync_From64Writers_SyncsAtMostOnceInFive()
    {
        var folder = Directory.CreateTempSubdirectory("peers-").FullName;
        try
        {
            var files = new CountingFileSystem();
            const int each = 100;
            await using (var store = await FileKeyValueStore.OpenAsync(
                Path.Combine(folder, "peers.db"), new() { CompactionFloorBytes = long.MaxValue }, files, CancellationToken.None))
            {
                files.Syncs = 0;
                await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
                {
                    for (var i = 0; i < each; i++)
                        (await store.CommitAsync(new KeyValueBatch().Set($"{writer}", new byte[1500]))).Should().BeTrue();
                })));
            }

            var perCommit = files.Syncs / (double)(Writers * each);
            output.WriteLine($"syncs: {perCommit:F3} a commit with {Writers} writers on this disk");
            perCommit.Should().BeLessThanOrEqualTo(0.2);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The machine's files, with their syncs counted.</summary>
    private sealed class CountingFileSystem() : PassingFileSystem(PhysicalFileSystem.Instance)
    {
        public int Syncs { get; set; }

        protected override void Sync(string path, Action pass)
        {
            Syncs++;
            pass();
        }
    }

    private static async Task<long> FramesAfterAPowerCutAsync(SimulatedDisk disk)
    {
        var (cut, random) = (new PowerCut(), new Random(1));
        foreach (var happened in disk.Trace)
            cut.Apply(happened, random);
        await using var reopened = await Reopening.OpenAsync(new(cut.NothingUnsynced()));
        return reopened.Recovery.FramesRead;
    }
}
