namespace PeerPersistence.Benchmarks.Storage;

/// <summary>A service with its peers, and the same peers as objects in memory.</summary>
internal sealed class ServiceUnderTest : IAsyncDisposable
{
    private readonly FileKeyValueStore _store;
    private readonly Random _random = new(1);
    private int _next;

    private ServiceUnderTest(int peers, FileKeyValueStore store, PeerPersistenceService service)
    {
        (Peers, _next, _store, Service) = (peers, peers, store, service);
        InMemory = [.. Enumerable.Range(0, peers).Select(SamplePeers.Make)];
    }

    /// <summary>How many were stored when it was opened.</summary>
    public int Peers { get; }

    public PeerPersistenceService Service { get; }

    public IReadOnlyList<PeerData> InMemory { get; }

    /// <param name="folder">Filled.</param>
    /// <param name="room">How many more peers there is room for.</param>
    public static async Task<ServiceUnderTest> OpenAsync(ServiceFolder folder, int room)
    {
        // Without syncs: what the disk costs is in the other table, and would hide what the service costs.
        var store = await folder.OpenStoreAsync(Durability.Buffered);
        var service = folder.Serve(store, folder.Peers + room);
        await service.InitializeAsync();
        return new(folder.Peers, store, service);
    }

    public PeerData NewPeer() => SamplePeers.Make(_next++);

    public PeerData KnownPeer() => InMemory[_random.Next(Peers)];

    public string IdWithout() => SamplePeers.IdOf((_random.Next(Peers / 2) * 2) + 1);

    public string IdWithSecret() => SamplePeers.IdOf(_random.Next(Peers / 2) * 2);

    /// <summary>Takes the places that are left.</summary>
    public async Task FillUpAsync(int room)
    {
        List<PeerData> more = [];
        while (_next < Peers + room)
            more.Add(NewPeer());
        await Service.StorePeersAsync(more);
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await _store.DisposeAsync();
    }
}
