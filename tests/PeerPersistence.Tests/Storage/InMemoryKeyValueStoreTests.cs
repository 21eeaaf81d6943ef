namespace PeerPersistence.Tests.Storage;

public sealed class InMemoryKeyValueStoreTests
{
    [Fact]
    public async Task GetAsync_AbsentKey_IsNullAndNotEmpty() =>
        (await new InMemoryKeyValueStore().GetAsync("k")).Should().BeNull();

    [Fact]
    public async Task GetAsync_NoBytes_IsNotAbsent()
    {
        var store = new InMemoryKeyValueStore();
        await store.CommitAsync(new KeyValueBatch().Set("k", Array.Empty<byte>()));
        (await store.GetAsync("k")).Should().NotBeNull();
    }
}
