using PeerPersistence.Testing;

namespace PeerPersistence.Tests.Records;

public sealed class ServiceOpeningTests
{
    [Theory]
    [InlineData(StoreFault.Fail)]
    [InlineData(StoreFault.Cancel)]
    public async Task Initialize_StoreFailedAtFirst_IsTriedAgainByTheNextCall(StoreFault fault)
    {
        var store = new FaultyKeyValueStore(new InMemoryKeyValueStore(), StoreFaults.OnEvery(StoreCallKind.Scan, fault));
        await using var service = new PeerPersistenceService(store, new());
        await service.Awaiting(peers => peers.InitializeAsync()).Should().ThrowAsync<Exception>();

        store.Heal();

        await service.InitializeAsync();
        await service.StorePeerAsync(PeerData.Create("alice"));
    }
}
