namespace PeerPersistence.ConformanceTests;

internal sealed class SqliteUnderTest : PlacesInAFolder
{
    public override string Name => nameof(SqliteKeyValueStore);

    public override StoreCapabilities Capabilities =>
        StoreCapabilities.Persistent | StoreCapabilities.ChangeTracking | StoreCapabilities.MultipleWriters | StoreCapabilities.BinaryValues | StoreCapabilities.LimitedRoom
        | StoreCapabilities.BatchReading | StoreCapabilities.Compaction;

    public override async ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) =>
        await SqliteKeyValueStore.OpenAsync(PathOf(place), null, cancellationToken);

    public override async ValueTask<IKeyValueStore> OpenSmallAsync(string place, CancellationToken cancellationToken = default) =>
        await SqliteKeyValueStore.OpenAsync(PathOf(place), new() { MaxSizeBytes = 256 * 1024 }, cancellationToken);
}
