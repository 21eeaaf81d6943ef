using PeerPersistence;
using PeerPersistence.Testing;

var recording = new RecordingKeyValueStore(new InMemoryKeyValueStore());
await using var peers = new PeerPersistenceService(recording, keys: new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray()));
Console.WriteLine(string.Join(", ", await new AddressBook(peers).MeetAsync(["alice", "bob"])));

await StoreContract.RunAsync(new InMemoryUnderTest());
Console.WriteLine("contract kept");

internal sealed class InMemoryUnderTest : StoreUnderTest
{
    public override string Name => "memory";

    public override StoreCapabilities Capabilities => StoreCapabilities.BinaryValues | StoreCapabilities.ChangeTracking;

    public override ValueTask<IKeyValueStore> OpenAsync(string place, CancellationToken cancellationToken = default) => new(new InMemoryKeyValueStore());

    public override ValueTask DeleteAsync(string place) => default;
}
