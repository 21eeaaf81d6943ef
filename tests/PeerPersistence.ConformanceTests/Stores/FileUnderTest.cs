namespace PeerPersistence.ConformanceTests;

internal sealed class FileUnderTest : StoreUnderTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peer-stores-").FullName;

    public override string Name => nameof(FileKeyValueStore);

    public override StoreCapabilities Capabilities =>
        StoreCapabilities.Persistent | StoreCapabilities.ChangeTracking | StoreCapabilities.BinaryValues | StoreCapabilities.ExclusiveAccess;

    public override async ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) =>
        await FileKeyValueStore.OpenAsync(Path.Combine(_folder, place), cancellationToken: cancellationToken);

    public override ValueTask DeleteAsync(string place)
    {
        foreach (var file in Directory.GetFiles(_folder, place + "*"))
            File.Delete(file);
        return default;
    }
}
