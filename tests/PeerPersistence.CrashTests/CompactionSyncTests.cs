using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>A copy is synced bit by bit while it is made.</summary>
public sealed class CompactionSyncTests
{
    private const int Keys = 40;
    private const int Length = 100_000;

    [Fact]
    public async Task CompactAsync_ASyncFailsAndTheNextDoesNot_IsAnErrorAndTheStoreGoesOn()
    {
        var files = new Watched();
        await using var store = await FilledAsync(files);
        var replaced = files.Replaced;
        files.OnNextSync = () => throw new IOException("The disk has lost what it was given.");

        await store.Awaiting(one => one.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>();

        files.Replaced.Should().Be(replaced, "what the system gave up is lost, whatever it says now");
        await store.CompactAsync();
        files.Replaced.Should().Be(replaced + 1);
        for (var key = 0; key < Keys; key++)
            (await store.GetAsync($"{key}")).Should().NotBeNull();
    }

    private static async Task<FileKeyValueStore> FilledAsync(Watched files)
    {
        var store = await FileKeyValueStore.OpenAsync(Script.Path, new() { CompactionFloorBytes = long.MaxValue }, files, CancellationToken.None);
        for (var key = 0; key < Keys; key++)
            await store.CommitAsync(new KeyValueBatch().Set($"{key}", new byte[Length]));
        return store;
    }

    private sealed class Watched() : PassingFileSystem(new SimulatedDisk())
    {
        private Action? _onNextSync;

        public Action? OnNextSync { set => _onNextSync = value; }

        public int Replaced { get; private set; }

        public override bool TryReplace(string from, string to)
        {
            Replaced++;
            return base.TryReplace(from, to);
        }

        protected override void Sync(string path, Action pass)
        {
            if (IsCopy(path))
                Interlocked.Exchange(ref _onNextSync, null)?.Invoke();
            pass();
        }

        private static bool IsCopy(string path) => path == Script.Path + ".fresh";
    }
}
