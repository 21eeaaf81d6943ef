using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>How long writers wait for a compaction: as long as it takes to copy a few keys, however many they changed meanwhile.</summary>
public sealed class CompactionPauseTests
{
    private const int Keys = 3000;
    private const int Meanwhile = 600;

    private readonly List<Task> _writing = [];

    [Fact]
    public async Task CompactAsync_MuchChangedMeanwhile_IsCopiedWhileTheWriterGoesOn()
    {
        var files = new Gated();
        await using var store = await FileKeyValueStore.OpenAsync(Script.Path, new() { CompactionFloorBytes = long.MaxValue }, files, CancellationToken.None);
        await SetAllAsync(store, 1);
        files.BeforeTheFirstSyncOfTheCopy = () => Task.WaitAll([.. Start(store, 2).Take(Meanwhile)]);
        files.ReadsOfTheWriter = 0;

        await store.CompactAsync();

        files.ReadsOfTheWriter.Should().BeLessThanOrEqualTo(Compactor.Piece);
        await VerifyAsync(store, files, 2);
    }

    /// <param name="isSlow">Whether writing takes its time: much may be on its way when all seems copied.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CompactAsync_WritersThatAreQuickerThanCopying_WaitForAPieceOfIt(bool isSlow)
    {
        var files = new Gated { IsSlow = isSlow };
        await using var store = await FileKeyValueStore.OpenAsync(Script.Path, new() { CompactionFloorBytes = long.MaxValue }, files, CancellationToken.None);
        await SetAllAsync(store, 1);
        var round = 1;
        files.BeforeEachOfTheFirstSyncsOfTheCopy = () => Start(store, ++round);
        files.ReadsOfTheWriter = 0;

        await store.CompactAsync();

        files.ReadsBeforeTheSwitch.Should().BeLessThanOrEqualTo(Compactor.Piece);
        await VerifyAsync(store, files, round);
    }

    private Task SetAllAsync(FileKeyValueStore store, int value) => Task.WhenAll(Start(store, value));

    /// <summary>Writes all keys at the same time.</summary>
    private List<Task> Start(FileKeyValueStore store, int value)
    {
        var bytes = new byte[100];
        BitConverter.TryWriteBytes(bytes, value);
        List<Task> started = [.. Enumerable.Range(0, Keys).Select(key => store.CommitAsync(new KeyValueBatch().Set($"{key}", bytes)).AsTask())];
        _writing.AddRange(started);
        return started;
    }

    private async Task VerifyAsync(FileKeyValueStore store, Gated files, int value)
    {
        await Task.WhenAll(_writing);
        await store.DisposeAsync();
        await using var again = await FileKeyValueStore.OpenAsync(Script.Path, null, files, CancellationToken.None);
        var found = 0;
        await foreach (var (_, bytes) in again.ScanAsync(""))
            found += BitConverter.ToInt32(bytes.Span) == value ? 1 : 0;
        found.Should().Be(Keys);
    }

    private sealed class Gated() : PassingFileSystem(new SimulatedDisk())
    {
        private int _readsInARow;
        private int _syncs;

        public Action? BeforeTheFirstSyncOfTheCopy { get; set; }

        public Action? BeforeEachOfTheFirstSyncsOfTheCopy { get; set; }

        public bool IsSlow { get; init; }

        public int ReadsOfTheWriter { get; set; }

        public int ReadsBeforeTheSwitch { get; private set; }

        protected override void Reading(string path)
        {
            if (!IsWriter)
                return;
            ReadsOfTheWriter++;
            _readsInARow++;
        }

        protected override void Written(IFile file, string path, long length)
        {
            for (var i = 0; IsSlow && IsWriter && i < 500; i++)
                Thread.Yield();
        }

        public override bool TryReplace(string from, string to)
        {
            ReadsBeforeTheSwitch = _readsInARow;
            return base.TryReplace(from, to);
        }

        protected override void Sync(string path, Action pass)
        {
            if (!IsWriter)
                _readsInARow = 0;
            if (!IsWriter && path == Script.Path + ".fresh" && BeforeTheFirstSyncOfTheCopy is { } once)
                (BeforeTheFirstSyncOfTheCopy, _) = (null, Run(once));
            else if (!IsWriter && path == Script.Path + ".fresh" && _syncs++ < 6)
                BeforeEachOfTheFirstSyncsOfTheCopy?.Invoke();
            pass();
        }

        private static bool Run(Action action)
        {
            action();
            return true;
        }
    }
}
