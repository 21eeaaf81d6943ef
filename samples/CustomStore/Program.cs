// A store of one's own, proved against the contract and then used: dotnet run --project samples/CustomStore
using CustomStore;
using PeerPersistence;
using PeerPersistence.Testing;

var underTest = new SnapshotFileUnderTest();
foreach (var promise in StoreContract.CasesFor(underTest))
{
    await promise.RunAsync(underTest);
    Console.WriteLine($"✓ {promise.Id}");
}

var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
await using (var store = new SnapshotFileStore(path))
await using (var peers = new PeerPersistenceService(store))
    await peers.StorePeerAsync(PeerData.Create("alice"));

await using (var store = new SnapshotFileStore(path))
await using (var peers = new PeerPersistenceService(store))
    Console.WriteLine($"Remembered: {string.Join(", ", await peers.GetAllPeerIdsAsync())}");

File.Delete(path);
