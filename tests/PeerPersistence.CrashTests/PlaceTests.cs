using Microsoft.Extensions.Logging;
using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>Others delete, replace, move and cut the store's file while it is open, and the system does not always tell what is there.</summary>
public sealed class PlaceTests
{
    private const string Fresh = Script.Path + ".fresh";

    private static readonly byte[] Restored = "somebody put this here"u8.ToArray();

    /// <summary>EINTR, EIO, ENOMEM, EACCES, ESTALE: whatever keeps from telling does not mean that nothing is there.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(116)]
    public async Task OpenAsync_ItCannotBeToldWhetherTheStoreIsThere_IsAnErrorAndReplacesNothing(int code)
    {
        var (image, _) = await Images.MakeAsync(commits: 20, keys: 20, valueLength: 60, closed: true);
        for (var failing = 0; ; failing++)
        {
            var disk = Images.Disk(image);
            var looks = 0;
            disk.Faults = (_, call) => call is DiskCall.Find or DiskCall.Resolve && looks++ == failing ? new(FaultEffect.Before, code) : null;
            try
            {
                await using var store = await Reopening.OpenAsync(disk);
                (await StoreState.ReadAsync(store)).Should().HaveCount(18);
            }
            catch (PeerPersistenceException e)
            {
                e.Message.Should().Contain(Script.Path);
            }

            disk[Script.Path].Should().Equal(image);
            if (looks <= failing)
                return;
        }
    }

    [Fact]
    public async Task OpenAsync_SomethingTakesTheNameWhileTheStoreIsMade_IsLeftAlone()
    {
        var disk = new SimulatedDisk();
        disk.Faults = (_, call) =>
        {
            if (call == DiskCall.Name)
                disk.Meddle(files => files[Script.Path] = disk.Foreign(Restored));
            return null;
        };

        await FluentActions.Awaiting(() => Reopening.OpenAsync(disk)).Should().ThrowAsync<StoreCorruptedException>();

        disk.Content.Should().ContainSingle().Which.Value.Should().Equal(Restored);
        disk.OpenFiles.Should().Be(0);
    }

    [Fact]
    public async Task OpenAsync_TheNewFileIsDeletedBeforeItIsNamed_IsAnErrorThatNamesTheStore()
    {
        var disk = new SimulatedDisk();
        disk.Faults = (_, call) =>
        {
            if (call == DiskCall.Name)
                disk.Meddle(files => files.Remove(Fresh));
            return null;
        };

        (await FluentActions.Awaiting(() => Reopening.OpenAsync(disk)).Should().ThrowAsync<PeerPersistenceException>()).WithMessage($"*{Script.Path}*");

        disk.Paths.Should().BeEmpty();
        disk.OpenFiles.Should().Be(0);
    }

    [Theory]
    [InlineData("replaced", true)]
    [InlineData("replaced", false)]
    [InlineData("deleted", true)]
    [InlineData("deleted", false)]
    [InlineData("cut", true)]
    [InlineData("cut", false)]
    [InlineData("emptied", true)]
    [InlineData("unknown", true)]
    public async Task CommitAsync_TheFileIsNotTheOneThatWasOpened_IsRefusedAndSaidOnceAndLeavesItAlone(string what, bool synced)
    {
        var (disk, log, time) = (new SimulatedDisk(), new ErrorLog(), new StoppedTime());
        var options = new FileStoreOptions { Durability = synced ? Durability.Synced : Durability.Buffered, Logger = log, Time = time };
        var store = await Reopening.OpenAsync(disk, options);
        await store.CommitAsync(new KeyValueBatch().Set("before", new byte[50]));
        time.Pass(StorePlace.Patience);
        MeddleWith(disk, what);
        var there = disk.Content;

        for (var i = 0; i < 5; i++)
        {
            var refused = await store.Awaiting(one => one.CommitAsync(new KeyValueBatch().Set("after", new byte[5000])).AsTask()).Should().ThrowAsync<PeerPersistenceException>();
            refused.Which.Message.Should().Contain("Nothing was committed");
        }

        await store.Awaiting(one => one.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>();
        (await store.GetAsync("after")).Should().BeNull();
        disk.Faults = null;
        try
        {
            await store.DisposeAsync();
        }
        catch (PeerPersistenceException)
        {
            synced.Should().BeFalse("all that was acknowledged is synced");
        }

        log.Errors.Should().Be(what == "unknown" ? 0 : 1);
        if (what != "unknown")
            disk.Content.Should().BeEquivalentTo(there);
    }

    [Fact]
    public async Task CommitAsync_TheFolderIsMovedAndComesBack_GoesOn()
    {
        var disk = new SimulatedDisk();
        await using var store = await Reopening.OpenAsync(disk);
        await store.CommitAsync(new KeyValueBatch().Set("before", new byte[50]));
        disk.Meddle(files => files.Remove(Script.Path, out var file).Should().Be(files.TryAdd("/elsewhere/peers.db", file!)));
        await store.Awaiting(one => one.CommitAsync(new KeyValueBatch().Set("meanwhile", new byte[50])).AsTask()).Should().ThrowAsync<PeerPersistenceException>();
        disk.Meddle(files => files.Remove("/elsewhere/peers.db", out var file).Should().Be(files.TryAdd(Script.Path, file!)));

        (await store.CommitAsync(new KeyValueBatch().Set("after", new byte[50]).Expect("meanwhile", default(ReadOnlyMemory<byte>?)))).Should().BeTrue();

        await store.DisposeAsync();
        await using var again = await Reopening.OpenAsync(disk);
        (await KeysAsync(again)).Should().Equal("after", "before");
    }

    /// <summary>The instant of the replacement is that of a sync: what is acknowledged afterwards is found, or it is not acknowledged.</summary>
    [Fact]
    public async Task CommitAsync_ReplacedWhileItIsWritten_IsNotAcknowledged()
    {
        var disk = new SimulatedDisk();
        await using var store = await Reopening.OpenAsync(disk);
        disk.Faults = (_, call) =>
        {
            if (call == DiskCall.Sync)
                disk.Meddle(files => files[Script.Path] = disk.Foreign(Restored));
            return null;
        };

        await store.Awaiting(one => one.CommitAsync(new KeyValueBatch().Set("a", new byte[50])).AsTask()).Should().ThrowAsync<PeerPersistenceException>();

        disk[Script.Path].Should().Equal(Restored);
    }

    /// <summary>The folder cannot be looked into while a compaction ends, or somebody deletes the copy: then the process is killed.</summary>
    [Theory]
    [InlineData("no rename, no look", true)]
    [InlineData("no rename, no look", false)]
    [InlineData("no rename", true)]
    [InlineData("copy deleted", true)]
    [InlineData("copy deleted", false)]
    [InlineData("copy deleted at the last instant", true)]
    [InlineData("copy replaced", true)]
    [InlineData("renamed, and answered with an error", true)]
    [InlineData("renamed, and no look", true)]
    public async Task CompactAsync_ItsEndFails_LosesNothingAcknowledged(string what, bool tellsFiles)
    {
        var disk = new SimulatedDisk { TellsFiles = tellsFiles };
        var store = await Reopening.OpenAsync(disk);
        var acknowledged = new List<string>();
        await CommitAsync("before");
        var isRenamed = false;
        disk.Faults = (_, call) =>
        {
            isRenamed |= call == DiskCall.Replace;
            if (call == DiskCall.Replace && what == "copy deleted at the last instant")
                disk.Meddle(files => files.Remove(Fresh));
            if (call == DiskCall.Find && what.StartsWith("copy", StringComparison.Ordinal))
                disk.Meddle(files => Spoil(disk, files, what));
            return call switch
            {
                DiskCall.Replace when what.StartsWith("no rename", StringComparison.Ordinal) => new(FaultEffect.Before, 13),
                DiskCall.Replace when what.StartsWith("renamed", StringComparison.Ordinal) => new(FaultEffect.After, Fault.InputOutput),
                DiskCall.Find when isRenamed && what.EndsWith("no look", StringComparison.Ordinal) => new(FaultEffect.Before, 13),
                _ => null,
            };
        };

        try
        {
            await store.CompactAsync();
        }
        catch (PeerPersistenceException)
        {
            // It stays as it was.
        }

        for (var i = 0; i < 5; i++)
            await CommitAsync($"during-{i}");
        disk.Faults = null;
        for (var i = 0; i < 5; i++)
            await CommitAsync($"after-{i}");

        // Killed here: what counts is what lies under the store's name.
        await using var again = await Reopening.OpenAsync(new(disk.Content));
        (await KeysAsync(again)).Should().BeEquivalentTo(acknowledged);
        acknowledged.Should().HaveCountGreaterThan(what == "renamed, and no look" ? 0 : 5, "it goes on when it can");

        async Task CommitAsync(string key)
        {
            try
            {
                if (await store.CommitAsync(new KeyValueBatch().Set(key, new byte[50])))
                    acknowledged.Add(key);
            }
            catch (PeerPersistenceException)
            {
                // Nobody was told that it is there.
            }
        }
    }

    [Fact]
    public async Task CommitAsync_Buffered_LooksOnceASecond()
    {
        var (disk, time) = (new SimulatedDisk(), new StoppedTime());
        await using var store = await Reopening.OpenAsync(disk, new() { Durability = Durability.Buffered, Time = time });
        await store.CommitAsync(new KeyValueBatch().Set("a", new byte[50]));
        var before = disk.CountOf(DiskCall.Find);

        for (var i = 0; i < 100; i++)
            await store.CommitAsync(new KeyValueBatch().Set("a", new byte[50]));
        (disk.CountOf(DiskCall.Find) - before).Should().Be(0);
        time.Pass(StorePlace.Patience);
        for (var i = 0; i < 100; i++)
            await store.CommitAsync(new KeyValueBatch().Set("a", new byte[50]));

        (disk.CountOf(DiskCall.Find) - before).Should().Be(1);
    }

    private static void Spoil(SimulatedDisk disk, Dictionary<string, Inode> files, string what)
    {
        if (what == "copy deleted")
            files.Remove(Fresh);
        else if (what == "copy replaced" && files.ContainsKey(Fresh))
            files[Fresh] = disk.Foreign(Restored);
    }

    private static void MeddleWith(SimulatedDisk disk, string what) => disk.Meddle(files =>
    {
        switch (what)
        {
            case "replaced":
                files[Script.Path] = disk.Foreign(Restored);
                break;
            case "deleted":
                files.Remove(Script.Path);
                break;
            case "cut":
                files[Script.Path].Content.SetLength(100);
                break;
            case "emptied":
                files[Script.Path].Content.SetLength(0);
                break;
            default:
                disk.Faults = (_, call) => call == DiskCall.Find ? new(FaultEffect.Before, Fault.InputOutput) : null;
                break;
        }
    });

    private static async Task<List<string>> KeysAsync(FileKeyValueStore store)
    {
        var keys = new List<string>();
        await foreach (var (key, _) in store.ScanAsync(""))
            keys.Add(key);
        return keys;
    }

    private sealed class StoppedTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Pass(TimeSpan time) => _now += time.Ticks;
    }

    private sealed class ErrorLog : ILogger
    {
        public int Errors { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Errors += logLevel == LogLevel.Error ? 1 : 0;
    }
}
