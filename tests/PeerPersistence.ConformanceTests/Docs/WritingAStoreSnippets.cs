using CustomStore;

namespace PeerPersistence.ConformanceTests.Docs;

/// <summary>The short snippets of the page.</summary>
public sealed class WritingAStoreSnippets
{
    [Fact]
    public static async Task Run()
    {
        // docs:begin run
        await StoreContract.RunAsync(new SnapshotFileUnderTest());
        // docs:end
    }

    [Fact]
    public static async Task Soak()
    {
        // docs:begin soak
        var store = new SnapshotFileUnderTest();
        for (var seed = 1; seed <= 10; seed++)
            await StoreSequence.RunAsync(store, seed, operations: 100);
        // docs:end
    }

    [Fact]
    public static async Task Doubles()
    {
        // docs:begin doubles
        var recording = new RecordingKeyValueStore(new InMemoryKeyValueStore());
        var store = new FaultyKeyValueStore(recording, StoreFaults.OnEvery(StoreCallKind.Commit, StoreFault.Full));

        var commit = async () => await store.CommitAsync(new KeyValueBatch().Set("key", new byte[] { 1, 2, 3 }));
        await commit.Should().ThrowAsync<StoreFullException>();
        recording.BytesWritten.Should().Be(0);

        store.Heal();
        await commit();
        recording.BytesWritten.Should().Be(3);
        // docs:end
    }
}
