namespace PeerPersistence.ConformanceTests.Kit;

public sealed class RecordingKeyValueStoreTests
{
    private readonly RecordingKeyValueStore _store = new(new InMemoryKeyValueStore());

    [Fact]
    public async Task Calls_OfEveryKind_AreRecordedWithKeysAndBytes()
    {
        var before = (await _store.GetChangesAsync(null)).Token;
        _store.Clear();
        await _store.CommitAsync(new KeyValueBatch().Set("a", new byte[10]).Set("b", new byte[5]).Remove("c"));
        await _store.CommitAsync(new KeyValueBatch().Set("a", new byte[100]).Expect("a", (byte[]?)null));
        await _store.GetAsync("a");
        await _store.GetAsync("absent");
        await foreach (var _ in _store.ScanAsync(""))
            continue;
        await _store.GetChangesAsync(before);
        await _store.GetManyAsync(["a", "absent", "b"]);

        _store.Calls.Select(each => (each.Call.Number, each.Call.Kind, each.Call.Key, each.Keys, each.BytesRead, each.BytesWritten, each.Committed)).Should().Equal(
            (2, StoreCallKind.Commit, "", 3, 0, 15, true),
            (3, StoreCallKind.Commit, "", 0, 0, 0, false),
            (4, StoreCallKind.Get, "a", 1, 10, 0, null),
            (5, StoreCallKind.Get, "absent", 0, 0, 0, null),
            (6, StoreCallKind.Scan, "", 2, 15, 0, null),
            (7, StoreCallKind.GetChanges, "", 3, 0, 0, null),
            (8, StoreCallKind.GetMany, "", 2, 15, 0, null));
        (_store.BytesRead, _store.BytesWritten, _store.Count(StoreCallKind.Get)).Should().Be((40, 15, 2));
        _store.Clear();
        _store.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Calls_ScanLeftEarly_CountsWhatWasRead()
    {
        await _store.CommitAsync(new KeyValueBatch().Set("a", new byte[10]).Set("b", new byte[5]));
        await foreach (var _ in _store.ScanAsync(""))
            break;
        _store.Calls[^1].Should().BeEquivalentTo(new { Keys = 1, BytesRead = 10L });
    }

    [Fact]
    public async Task Calls_ThatFail_AreRecordedWithTheirFailure()
    {
        var cancelled = new CancellationToken(canceled: true);
        await FluentActions.Awaiting(async () => await _store.GetAsync("a", cancelled)).Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(async () => await _store.CommitAsync(new(), cancelled)).Should().ThrowAsync<OperationCanceledException>();
        await FluentActions.Awaiting(async () => await _store.ScanAsync(null!).GetAsyncEnumerator().MoveNextAsync()).Should().ThrowAsync<ArgumentNullException>();
        _store.Calls.Should().HaveCount(3).And.OnlyContain(each => each.Failure != null && each.Keys == 0);
    }

    [Fact]
    public async Task Calls_BatchChangedLater_HoldWhatWasCommitted()
    {
        var batch = new KeyValueBatch().Set("a", new byte[1]);
        await _store.CommitAsync(batch);
        batch.Set("b", new byte[1]);
        _store.Calls[0].Call.Batch!.Changes.Keys.Should().Equal("a");
    }

    // Large: every call of the contract is kept, with its bytes, and how many they are depends on the threads.
    [Fact, Trait("Large", "")]
    public Task Contract_WhileRecording_IsKept() =>
        StoreContract.RunAsync(new DecoratedUnderTest("recording", store => new RecordingKeyValueStore(store)));
}
