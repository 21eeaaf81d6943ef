namespace PeerPersistence.ConformanceTests.Kit;

/// <summary>A store in front of one in memory.</summary>
internal sealed class DecoratedUnderTest(string name, Func<IKeyValueStore, IKeyValueStore> decorate) : StoreUnderTest
{
    public override string Name => name;

    public override StoreCapabilities Capabilities => StoreCapabilities.ChangeTracking | StoreCapabilities.BinaryValues | StoreCapabilities.BatchReading;

    public override ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) => new(decorate(new InMemoryKeyValueStore()));
}
