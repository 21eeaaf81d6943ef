using PeerPersistence.CrashTests.Simulation;
using static PeerPersistence.CrashTests.Simulation.HangingStore;

namespace PeerPersistence.CrashTests;

/// <summary>The system does not answer a rename that a store owes before its next commit.</summary>
public sealed class HangingReturnTests
{
    private const string Replaced = Script.Path + ".replaced";

    public static TheoryData<bool, bool> Owed => new()
    {
        { true, true },
        { true, false },
        { false, true },
        { false, false },
    };

    /// <param name="back">The file in use gets its name back, after a compaction has failed and so has the first attempt; otherwise a former
    /// file that a crash has left steps out of the way.</param>
    /// <param name="works">Whether the rename works when it is answered.</param>
    [Theory, MemberData(nameof(Owed))]
    public async Task CommitAsync_NoAnswer_IsAnErrorAndNobodyWaits_LaterAllIsThere(bool back, bool works)
    {
        var files = await FilesAsync(back);
        await using (var store = await OpenAsync(files))
        {
            await AskAsync(store, files, back);

            foreach (var write in new[] { () => CommitAsync(store, "refused"), () => store.CompactAsync() })
                (await write.Should().ThrowAsync<PeerPersistenceException>()).WithMessage("*has not answered*");
            (await KeysAsync(store)).Should().Equal("before");

            files.Answer(works ? null : new IOException("No."));
            await UntilAnsweredAsync(() => CommitAsync(store, "after"));
            (await KeysAsync(store)).Should().Equal("after", "before");
        }

        files.Disk.Paths.Should().Equal(Script.Path);
        files.Disk.OpenFiles.Should().Be(0);
        await using var again = await OpenAsync(files);
        (await KeysAsync(again)).Should().Equal("after", "before");
    }

    /// <inheritdoc cref="CommitAsync_NoAnswer_IsAnErrorAndNobodyWaits_LaterAllIsThere"/>
    [Theory, MemberData(nameof(Owed))]
    public async Task DisposeAsync_NoAnswer_ReturnsAndTheStoreStaysLockedUntilThereIsOne(bool back, bool works)
    {
        var files = await FilesAsync(back);
        await using (var store = await OpenAsync(files))
            await AskAsync(store, files, back);

        await FluentActions.Awaiting(() => OpenAsync(files)).Should().ThrowAsync<StoreLockedException>();
        files.Answer(works ? null : new IOException("No."));

        await using var again = await UntilAnsweredAsync(() => OpenAsync(files));
        (await KeysAsync(again)).Should().Equal("before");
        await CommitAsync(again, "after");
        files.Disk.Paths.Should().Equal(Script.Path);
    }

    /// <summary>A disk with a store whose next rename of the former file, but for the first one back, is not answered.</summary>
    private static async Task<HangingDisk> FilesAsync(bool back)
    {
        var disk = new SimulatedDisk { ReplacesOpenFiles = false };
        await using (var store = await OpenAsync(disk))
            await CommitAsync(store, "before");
        if (!back)
            disk.Meddle(files => files.Add(Replaced, disk.Foreign([.. disk[Script.Path]])));
        // Aside, not into its place, not back.
        var renames = 0;
        disk.Faults = (_, call) => back && call == DiskCall.Rename && ++renames is 2 or 3 ? new(FaultEffect.Before, Fault.InputOutput) : null;
        return new(disk, (from, to) => from == Replaced && (back ? to == Script.Path && renames >= 3 : to != Script.Path));
    }

    /// <summary>Nothing is committed before the system is asked to do what is owed, and nothing after that.</summary>
    private static async Task AskAsync(FileKeyValueStore store, HangingDisk files, bool back)
    {
        if (back)
            await store.Awaiting(one => one.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>();
        while (!files.IsAsked)
            await FluentActions.Awaiting(() => CommitAsync(store, "refused")).Should().ThrowAsync<PeerPersistenceException>();
    }
}
