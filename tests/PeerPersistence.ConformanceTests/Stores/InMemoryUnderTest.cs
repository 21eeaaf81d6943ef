namespace PeerPersistence.ConformanceTests;

internal sealed class InMemoryUnderTest : StoreUnderTest
{
    public override string Name => nameof(InMemoryKeyValueStore);

    public override StoreCapabilities Capabilities => StoreCapabilities.ChangeTracking | StoreCapabilities.BinaryValues | StoreCapabilities.BatchReading;

    public override ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) => new(new InMemoryKeyValueStore());
}
