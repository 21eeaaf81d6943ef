namespace PeerPersistence.ConformanceTests;

internal sealed class FileUnderTest : PlacesInAFolder
{
    public override string Name => nameof(FileKeyValueStore);

    public override StoreCapabilities Capabilities =>
        StoreCapabilities.Persistent | StoreCapabilities.ChangeTracking | StoreCapabilities.ExclusiveAccess | StoreCapabilities.BinaryValues
        | StoreCapabilities.BatchReading | StoreCapabilities.Compaction | StoreCapabilities.Flushing | StoreCapabilities.Recovery | StoreCapabilities.ReadOnly;

    public override async ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) =>
        await FileKeyValueStore.OpenAsync(PathOf(place), null, cancellationToken);

    public override async ValueTask<IKeyValueStore> OpenReadOnlyAsync(string place, CancellationToken cancellationToken = default) =>
        await FileKeyValueStore.OpenAsync(PathOf(place), new() { ReadOnly = true }, cancellationToken);
}
