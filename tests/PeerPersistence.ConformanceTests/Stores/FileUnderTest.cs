namespace PeerPersistence.ConformanceTests;

internal sealed class FileUnderTest : PlacesInAFolder
{
    public override string Name => nameof(FileKeyValueStore);

    public override StoreCapabilities Capabilities =>
        StoreCapabilities.Persistent | StoreCapabilities.ChangeTracking | StoreCapabilities.ExclusiveAccess | StoreCapabilities.BinaryValues;

    public override async ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) =>
        await FileKeyValueStore.OpenAsync(PathOf(place), null, cancellationToken);
}
