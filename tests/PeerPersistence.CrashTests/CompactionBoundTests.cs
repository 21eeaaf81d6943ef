using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>How large the files become under writers without a pause, in bytes, at every write, however slow the copying is.</summary>
public sealed class CompactionBoundTests(ITestOutputHelper output)
{
    private const int Writers = 64;
    private const int ValueLength = 1500;
    private const int SmallValueLength = 100;

    // With its key; a small one also with its share of the frame that it has together with others.
    private const int Live = ValueLength + 5;
    private const int SmallLive = SmallValueLength + 5 + 4 + 8;

    public static TheoryData<int, long, int, bool, int> Loads => new()
    {
        { 10, 64 * 1024, 40, false, ValueLength },
        { 10, 4 * 1024 * 1024, 60, false, ValueLength },
        { 100, 64 * 1024, 400, false, ValueLength },
        { 100, 64 * 1024, 60, true, ValueLength },
        { 100, 1024 * 1024, 100, true, ValueLength },
        { 1500, 64 * 1024, 100, false, ValueLength },
        { 1500, 64 * 1024, 100, true, ValueLength },
        { 20_000, 64 * 1024, 500, false, SmallValueLength },
    };

    [Theory, MemberData(nameof(Loads))]
    public async Task CommitAsync_ManyWritersWithoutAPause_TheFilesStayWithinTheirBound(
        int keys, long floor, int commits, bool isSlow, int valueLength)
    {
        var files = new Measured(isSlow);
        await using var store = await FileKeyValueStore.OpenAsync(Script.Path, new() { CompactionFloorBytes = floor }, files, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, keys).Select(key => SetAsync(store, key, valueLength)));
        await store.CompactAsync();
        files.Forget();

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            for (var i = 0; i < commits; i++)
                await SetAsync(store, random.Next(keys), valueLength);
        })));

        var live = (double)keys * (valueLength == ValueLength ? Live : SmallLive);
        output.WriteLine($"{keys} keys of {valueLength} bytes, floor {floor}: {files.Compactions} compactions; file {files.File / live:f2}, with its copy {files.Both / live:f2} × live");
        files.Compactions.Should().BePositive();
        files.File.Should().BeLessThanOrEqualTo((long)(2.5 * live) + floor);
        files.Both.Should().BeLessThanOrEqualTo((long)(3.2 * live) + 2 * floor);
    }

    private static async Task SetAsync(FileKeyValueStore store, int key, int valueLength) =>
        (await store.CommitAsync(new KeyValueBatch().Set($"{key:d5}", new byte[valueLength]))).Should().BeTrue();

    /// <summary>A disk that sees how large each file is after each write.</summary>
    private sealed class Measured(bool isSlow) : PassingFileSystem(new SimulatedDisk())
    {
        private readonly object _gate = new();
        private (IFile? File, long Length) _store;
        private (IFile? File, long Length) _copy;

        public long File { get; private set; }

        public long Both { get; private set; }

        public int Compactions { get; private set; }

        public void Forget()
        {
            lock (_gate)
                (File, Both, Compactions) = (0, 0, 0);
        }

        protected override void Written(IFile file, string path, long length)
        {
            lock (_gate)
            {
                if (file == _store.File || _store.File is null)
                    _store = (file, length);
                else
                    _copy = (file, length);
                (File, Both) = (Math.Max(File, _store.Length), Math.Max(Both, _store.Length + _copy.Length));
            }
        }

        public override bool TryReplace(string from, string to)
        {
            var replaced = base.TryReplace(from, to);
            lock (_gate)
                (_store, _copy, Compactions) = (_copy, default, Compactions + 1);
            return replaced;
        }

        protected override void Reading(string path)
        {
            for (var i = 0; isSlow && i < 50; i++)
                Thread.Yield();
        }
    }
}
