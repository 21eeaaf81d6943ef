namespace PeerPersistence.Tests;

public class RemovedPeersRecordTests
{
    private readonly InMemoryKeyValueStore _store = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Remember_AnotherWasQuicker_TheCommitSaysSo()
    {
        var record = Record(TimeSpan.FromDays(1));
        KeyValueBatch mine = new(), theirs = new();
        await record.RememberAsync(["a"], byUser: true, mine, default);
        await record.RememberAsync(["b"], byUser: true, theirs, default);

        (await _store.CommitAsync(theirs)).Should().BeTrue();
        (await _store.CommitAsync(mine)).Should().BeFalse("it would forget the other's removal");

        (await record.ReadAsync(default)).Contains("b").Should().BeTrue();
    }

    [Fact]
    public async Task Remember_NobodyOrForNoTime_WritesNothing()
    {
        var batch = new KeyValueBatch();
        await Record(TimeSpan.FromDays(1)).RememberAsync([], byUser: true, batch, default);
        await Record(TimeSpan.Zero).RememberAsync(["a"], byUser: true, batch, default);

        batch.Changes.Should().BeEmpty();
    }

    [Fact]
    public async Task Read_SwitchedOffAgain_RemembersNobody()
    {
        var batch = new KeyValueBatch();
        await Record(TimeSpan.FromDays(1)).RememberAsync(["a"], byUser: true, batch, default);
        await _store.CommitAsync(batch);

        (await Record(TimeSpan.FromDays(1)).ReadAsync(default)).Contains("a").Should().BeTrue();
        (await Record(TimeSpan.Zero).ReadAsync(default)).Contains("a").Should().BeFalse();
    }

    private RemovedPeersRecord Record(TimeSpan memory) => new(_store, new("mesh:"), memory, _time);
}
