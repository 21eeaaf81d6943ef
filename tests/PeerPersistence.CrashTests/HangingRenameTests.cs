using PeerPersistence.CrashTests.Simulation;
using static PeerPersistence.CrashTests.Simulation.HangingStore;

namespace PeerPersistence.CrashTests;

/// <summary>The system does not answer a rename: a drive in a network, or a program that looks into everything before.</summary>
public sealed class HangingRenameTests : IAsyncLifetime
{
    private readonly HangingDisk _files = new();
    private FileKeyValueStore _store = null!;

    public static TheoryData<bool, bool> Answers => new()
    {
        { true, true },
        { true, false },
        { false, true },
        { false, false },
    };

    public async Task InitializeAsync()
    {
        _store = await OpenAsync(_files);
        await CommitAsync(_store, "before");
    }

    public async Task DisposeAsync()
    {
        _files.Answer(null);
        await _store.DisposeAsync();
    }

    [Theory, MemberData(nameof(Answers))]
    public async Task CompactAsync_NoAnswer_IsAnErrorAndNobodyWaits_LaterAllIsThere(bool replaces, bool works)
    {
        _files.Disk.ReplacesOpenFiles = replaces;

        (await _store.Awaiting(store => store.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>()).WithMessage("*has not answered*");

        (await FluentActions.Awaiting(() => CommitAsync(_store, "refused")).Should().ThrowAsync<PeerPersistenceException>()).WithMessage("*Nothing was committed*");
        await _store.Awaiting(store => store.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>();
        (await KeysAsync(_store)).Should().Equal("before");

        _files.Answer(works ? null : new IOException("No."));
        await UntilAnsweredAsync(() => CommitAsync(_store, "after"));
        await _store.DisposeAsync();
        _files.Disk.Paths.Should().Equal(Script.Path);
        _files.Disk.OpenFiles.Should().Be(0);
        _store = await OpenAsync(_files);
        (await KeysAsync(_store)).Should().Equal("after", "before");
    }

    /// <summary>Nobody else may write to a file that could still be replaced.</summary>
    [Theory, MemberData(nameof(Answers))]
    public async Task DisposeAsync_NoAnswer_ReturnsAndTheStoreStaysLockedUntilThereIsOne(bool replaces, bool works)
    {
        _files.Disk.ReplacesOpenFiles = replaces;
        await _store.Awaiting(store => store.CompactAsync()).Should().ThrowAsync<PeerPersistenceException>();

        await _store.DisposeAsync();

        await FluentActions.Awaiting(() => OpenAsync(_files)).Should().ThrowAsync<StoreLockedException>();
        _files.Answer(works ? null : new IOException("No."));
        _store = await UntilAnsweredAsync(() => OpenAsync(_files));
        (await KeysAsync(_store)).Should().Equal("before");
        await CommitAsync(_store, "after");
        _files.Disk.Paths.Should().Equal(Script.Path);
    }
}
