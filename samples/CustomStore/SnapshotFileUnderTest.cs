using PeerPersistence;
using PeerPersistence.Testing;

namespace CustomStore;

// docs:begin under-test
public sealed class SnapshotFileUnderTest : StoreUnderTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("stores-").FullName;

    public override string Name => nameof(SnapshotFileStore);

    public override StoreCapabilities Capabilities => StoreCapabilities.Persistent | StoreCapabilities.BinaryValues;

    public override ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) =>
        new(new SnapshotFileStore(PathOf(place)));

    public override ValueTask DeleteAsync(string place)
    {
        File.Delete(PathOf(place));
        return default;
    }

    private string PathOf(string place) => Path.Combine(_folder, place);
}
// docs:end
