using PeerPersistence.CrashTests.Simulation;
using static PeerPersistence.CrashTests.Simulation.HangingStore;

namespace PeerPersistence.CrashTests;

/// <summary>The system does not answer a rename that an opening needs.</summary>
public sealed class HangingOpeningTests
{
    private const string Damaged = Script.Path + ".damaged-1";

    /// <summary>Whether files that are open can be replaced, and whether the rename works when it is answered.</summary>
    public static TheoryData<bool, bool> Answers => HangingRenameTests.Answers;

    [Theory, MemberData(nameof(Answers))]
    public async Task OpenAsync_MendsAndNoAnswer_CanBeReadAndIsWrittenToLater(bool replaces, bool works)
    {
        var (files, keys) = await DamagedAsync(replaces);

        await using (var store = await OpenAsync(files))
        {
            (await KeysAsync(store)).Should().Equal(keys);
            store.Recovery.CommitsLost.Should().Be(1);
            foreach (var write in new[] { () => CommitAsync(store, "refused"), () => store.CompactAsync() })
                (await write.Should().ThrowAsync<PeerPersistenceException>()).WithMessage("*has not answered*");

            files.Answer(works ? null : new IOException("No."));
            await UntilAnsweredAsync(() => CommitAsync(store, "z"));
            (await KeysAsync(store)).Should().Equal([.. keys, "z"]);
        }

        files.Disk.OpenFiles.Should().Be(0);
        files.Disk.Paths.Should().BeEquivalentTo(Script.Path, Damaged);
        await using var again = await OpenAsync(files, HeldFiles.Patience);
        (await KeysAsync(again)).Should().Equal([.. keys, "z"]);
        again.Recovery.IsClean.Should().Be(works, "what could not be mended is mended by the next opening");
        await CommitAsync(again, "later");
    }

    [Theory, MemberData(nameof(Answers))]
    public async Task DisposeAsync_MendsAndNoAnswer_ReturnsAndTheStoreStaysLockedUntilThereIsOne(bool replaces, bool works)
    {
        var (files, keys) = await DamagedAsync(replaces);
        await using (var store = await OpenAsync(files))
            (await KeysAsync(store)).Should().Equal(keys);

        await FluentActions.Awaiting(() => OpenAsync(files)).Should().ThrowAsync<StoreLockedException>();
        files.Answer(works ? null : new IOException("No."));

        await using var again = await UntilAnsweredAsync(() => OpenAsync(files, HeldFiles.Patience));
        (await KeysAsync(again)).Should().Equal(keys);
        await CommitAsync(again, "z");
    }

    /// <summary>Without the rename there is no store: a new one, or one that was left between the two renames.</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task OpenAsync_NoNameAndNoAnswer_IsAnErrorAndTheStoreStaysLockedUntilThereIsOne(bool isNew, bool works)
    {
        var (image, commits) = await Images.MakeAsync(commits: 6, keys: 4, valueLength: 60, closed: true);
        var content = isNew ? [] : new Dictionary<string, byte[]> { [Script.Path + ".replaced"] = image };
        var files = new HangingDisk(new(content) { ReplacesOpenFiles = false }, (_, to) => to == Script.Path);
        var impatient = new FileStoreOptions { OpeningPatience = TimeSpan.Zero, Time = new HurriedTime() };

        (await FluentActions.Awaiting(() => FileKeyValueStore.OpenAsync(Script.Path, impatient, files, default))
            .Should().ThrowAsync<PeerPersistenceException>()).WithMessage($"*{Script.Path}*has not answered*stays locked*");

        await FluentActions.Awaiting(() => OpenAsync(files)).Should().ThrowAsync<StoreLockedException>();
        files.Answer(works ? null : new IOException("No."));
        await using (var store = await UntilAnsweredAsync(() => OpenAsync(files, HeldFiles.Patience)))
        {
            (await StoreState.ReadAsync(store)).ToString().Should().Be((isNew ? new StoreState() : Images.StateOf(commits)).ToString());
            await CommitAsync(store, "z");
        }

        files.Disk.Paths.Should().Equal(Script.Path);
        files.Disk.OpenFiles.Should().Be(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task KeyFile_NoAnswer_IsAnErrorAndIsMadeOnce(bool works)
    {
        var path = Path.GetFullPath("/keys/test.key");
        var files = new HangingDisk(new SimulatedDisk(), (_, to) => to == path);
        var impatient = new KeyFileProvider(path, files, new HurriedTime(), TimeSpan.Zero);

        await impatient.Awaiting(one => one.WrapAsync(new byte[32], default).AsTask()).Should().ThrowAsync<SecretUnavailableException>();
        files.Answer(works ? null : new IOException("No."));

        var provider = new KeyFileProvider(path, files, new HurriedTime());
        var wrapped = await UntilAnsweredAsync(() => provider.WrapAsync(new byte[32], default).AsTask());
        (await provider.UnwrapAsync(wrapped, default)).Should().Equal(new byte[32]);
        while (files.Disk.Paths.Count() > 1)
            await Task.Yield();
        files.Disk.Paths.Should().Equal(path);
    }

    /// <summary>A disk with a store whose middle is damaged, and the keys that are whole.</summary>
    private static async Task<(HangingDisk Files, List<string> Keys)> DamagedAsync(bool replaces)
    {
        var (image, _) = await Images.MakeAsync(commits: 6, keys: 4, valueLength: 60, closed: true);
        image[Images.FramesOf(image)[2].Start + 30] ^= 4;
        await using var mended = await Reopening.OpenAsync(Images.Disk([.. image]));
        return (new(new(new Dictionary<string, byte[]> { [Script.Path] = image }) { ReplacesOpenFiles = replaces }), await KeysAsync(mended));
    }
}
