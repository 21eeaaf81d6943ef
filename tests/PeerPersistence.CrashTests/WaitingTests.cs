using PeerPersistence.CrashTests.Simulation;

namespace PeerPersistence.CrashTests;

/// <summary>What others can do while a write takes its time.</summary>
public sealed class WaitingTests : IAsyncLifetime
{
    private readonly SimulatedDisk _disk = new();
    private FileKeyValueStore _store = null!;

    public async Task InitializeAsync()
    {
        _store = await Reopening.OpenAsync(_disk);
        await _store.CommitAsync(new KeyValueBatch().Set("old", new byte[100]));
    }

    public async Task DisposeAsync()
    {
        _disk.WritesMayGo.Set();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task CommitAsync_CancelledWhileItWaits_LeavesNothing_CancelledLater_Stands()
    {
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();
        var writing = await StartWriteAsync("first", first.Token);
        var waiting = _store.CommitAsync(new KeyValueBatch().Set("second", new byte[10]), second.Token).AsTask();
        await first.CancelAsync();
        await second.CancelAsync();
        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();
        writing.IsCompleted.Should().BeFalse();
        _disk.WritesMayGo.Set();
        (await writing).Should().BeTrue();
        (await _store.GetAsync("first")).Should().NotBeNull();
        (await _store.GetAsync("second")).Should().BeNull();
    }

    [Fact]
    public async Task GetAsync_WhileACommitIsWritten_ReadsTheStateBefore()
    {
        var writing = await StartWriteAsync("old");
        (await _store.GetAsync("old"))!.Value.Length.Should().Be(100);
        (await StoreKeysAsync()).Should().Equal("old");
        _disk.WritesMayGo.Set();
        await writing;
        (await _store.GetAsync("old"))!.Value.Length.Should().Be(10);
    }

    [Fact]
    public async Task GetAsync_WhileACompactionIsWritten_IsNotHeldUp()
    {
        _disk.WritesMayGo.Reset();
        var compaction = _store.CompactAsync();
        (await _store.GetAsync("old"))!.Value.Length.Should().Be(100);
        (await StoreKeysAsync()).Should().Equal("old");
        compaction.IsCompleted.Should().BeFalse();
        _disk.WritesMayGo.Set();
        await compaction;
    }

    [Fact]
    public async Task DisposeAsync_WithCommitsInFlight_WritesThemAndRefusesLaterOnes()
    {
        var writing = await StartWriteAsync("first");
        var waiting = _store.CommitAsync(new KeyValueBatch().Set("second", new byte[10])).AsTask();
        var disposing = _store.DisposeAsync().AsTask();
        await FluentActions.Awaiting(async () => await _store.CommitAsync(new KeyValueBatch())).Should().ThrowAsync<ObjectDisposedException>();
        disposing.IsCompleted.Should().BeFalse();
        _disk.WritesMayGo.Set();
        await disposing;
        (await writing).Should().BeTrue();
        (await waiting).Should().BeTrue();
        await using var reopened = await Reopening.OpenAsync(_disk);
        reopened.Recovery.FramesRead.Should().Be(3);
    }

    [Fact]
    public async Task DisposeAsync_WhileCompacting_GivesTheCompactionUp()
    {
        _disk.WritesMayGo.Reset();
        var compaction = _store.CompactAsync();
        var disposing = _store.DisposeAsync().AsTask();
        _disk.WritesMayGo.Set();
        await disposing;
        try
        {
            await compaction;
        }
        catch (ObjectDisposedException)
        {
            // It came too late.
        }

        _disk.Paths.Should().Equal(Script.Path);
        await using var reopened = await Reopening.OpenAsync(_disk);
        (await reopened.GetAsync("old"))!.Value.Length.Should().Be(100);
    }

    /// <summary>Returns once the writer stands in the middle of the write.</summary>
    private async Task<Task<bool>> StartWriteAsync(string key, CancellationToken cancellationToken = default)
    {
        _disk.WritesMayGo.Reset();
        var commit = _store.CommitAsync(new KeyValueBatch().Set(key, new byte[10]), cancellationToken).AsTask();
        await _disk.WriteWaits.WaitAsync(CancellationToken.None);
        return commit;
    }

    private async Task<List<string>> StoreKeysAsync()
    {
        var keys = new List<string>();
        await foreach (var (key, _) in _store.ScanAsync(""))
            keys.Add(key);
        return keys;
    }
}
