namespace PeerPersistence.Benchmarks.Storage;

/// <summary>A folder with so many peers in a file store, and the key of their secrets.</summary>
internal sealed class ServiceFolder(int peers) : IDisposable
{
    private const int Chunk = 1_000;

    private readonly TemporaryFolder _folder = new();

    public int Peers => peers;

    public async Task FillAsync()
    {
        await using var store = await OpenStoreAsync(Durability.Buffered);
        await using var service = Serve(store, peers);
        foreach (var chunk in Enumerable.Range(0, peers).Chunk(Chunk))
            await service.StorePeersAsync(chunk.Select(SamplePeers.Make));
    }

    public Task<FileKeyValueStore> OpenStoreAsync(Durability durability) =>
        FileKeyValueStore.OpenAsync(Path.Combine(_folder.Path, "peers"), new() { Durability = durability });

    public PeerPersistenceService Serve(IKeyValueStore store, int maxPeers) =>
        new(store, new() { MaxPeers = maxPeers }, new KeyFileProvider(Path.Combine(_folder.Sub("keys"), "key")));

    public void Dispose() => _folder.Dispose();
}
