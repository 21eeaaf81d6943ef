using PeerPersistence.CrashTests.Simulation;
using PeerPersistence.Tests;

namespace PeerPersistence.CrashTests.Summaries;

/// <summary>Services that one after the other open a store on a simulated disk and change its peers, so that each begins with the summaries
/// that another has left.</summary>
/// <param name="random">What decides.</param>
/// <param name="durability">The store's.</param>
/// <param name="isEncrypted">Whether its records are encrypted.</param>
internal sealed class ServiceScript(Random random, Durability durability, bool isEncrypted) : IDisposable
{
    /// <summary>Two pages of the index, and some.</summary>
    private const int Peers = 140;

    private const int Sessions = 5;

    public static readonly StorageKeys Keys = new(new PeerPersistenceOptions().KeyPrefix);

    private readonly FixedKeyProvider _masterKey = new(Enumerable.Range(1, 32).Select(i => (byte)i).ToArray());

    public StoppedClock Clock { get; } = new();

    public void Dispose() => _masterKey.Dispose();

    public async Task RunAsync(SimulatedDisk disk)
    {
        for (var session = 0; session < Sessions; session++)
        {
            await using var store = await OpenAsync(disk);
            using var layer = new Layer(store, isEncrypted ? _masterKey : null);
            await using var service = Serve(layer.Store);
            await service.InitializeAsync();
            var known = (await service.GetAllPeerIdsAsync()).Count;
            if (known < Peers || session % 2 == 1)
                await service.StorePeersAsync(Enumerable.Range(0, known < Peers ? Peers : Peers / 2).Select(Peer)); // Many at once: then summaries are written.
            for (var calls = random.Next(8); calls > 0; calls--)
                await CallAsync(service);
            if (session >= Sessions / 2)
                await service.MaintainAsync();
            if (random.Next(3) == 0)
                await store.CompactAsync();
            else if (isEncrypted && random.Next(3) == 0)
                await layer.RotateAsync();
            Clock.Now += TimeSpan.FromMinutes(10);
        }
    }

    /// <summary>What comes after a crash: the next service opens, and does something.</summary>
    public async Task GoOnAsync(SimulatedDisk disk)
    {
        await using var store = await OpenAsync(disk);
        using var layer = new Layer(store, isEncrypted ? _masterKey : null);
        await using var service = Serve(layer.Store);
        await service.InitializeAsync();
        await CallAsync(service);
    }

    /// <summary>What the next service says otherwise than the records do; and whether it has read them all.</summary>
    public async Task<(string? Difference, bool IsScanned)> OpenAsync(Dictionary<string, byte[]> image, bool withService)
    {
        await using var store = await OpenAsync(new SimulatedDisk(image));
        using var layer = new Layer(store, isEncrypted ? _masterKey : null);
        var watched = new WatchedStore(layer.Store, isLasting: true);
        using var opened = new StoreMirror(watched, Keys, Clock);
        await opened.OpenAsync(default);
        var isScanned = watched.Scans > 0;
        var difference = ShownDirectory.FirstDifference(
            ShownDirectory.Of(opened.Directory), await ShownDirectory.OfTheRecordsAsync(layer.Store, Keys, Clock));
        if (difference is null && withService)
        {
            await using var ours = Serve(layer.Store);
            await using var reading = Serve(new WatchedStore(layer.Store, isLasting: false));
            difference = ShownDirectory.FirstDifference(await ShowAsync(ours), await ShowAsync(reading));
        }

        return (difference, isScanned);
    }

    private static async Task<string> ShowAsync(PeerPersistenceService service)
    {
        List<string> shown = [];
        foreach (var order in Enum.GetValues<PeerSortBy>())
        {
            var peers = await service.QueryPeersAsync(new() { SortBy = order, WithSecrets = order == default });
            shown.AddRange(peers.Select(peer => $"{order} {peer.PeerId} {peer.SharedSecret} {peer.LastSeen:O} {peer.DisplayName} {peer.IsPinned} {peer.GetHashCode()}"));
        }

        var candidates = await service.GetReconnectionCandidatesAsync(new() { Limit = 20 });
        shown.AddRange(candidates.Select(candidate => candidate.Peer.PeerId));
        shown.AddRange(await service.GetAllPeerIdsAsync());
        shown.Add($"{await service.GetStorageStatsAsync()}");
        return string.Join('\n', shown);
    }

    private async Task CallAsync(PeerPersistenceService service)
    {
        var peer = Peer(random.Next(Peers + 20));
        switch (random.Next(6))
        {
            case 0: await service.StorePeerAsync(peer); break;
            case 1: await service.RemovePeerAsync(peer.PeerId); break;
            case 2: await service.RecordConnectedAsync(peer.PeerId); break;
            case 3: await service.SetPinnedAsync(peer.PeerId, random.Next(2) == 0); break;
            case 4: await service.UpdateLastSeenAsync(peer.PeerId); break;
            default: await service.RecordFailedAttemptAsync(peer.PeerId); break;
        }
    }

    private PeerData Peer(int i) => PeerData.Create($"peer-{i:000}", Clock.Now.AddMinutes(-i)) with
    {
        DisplayName = $"{i} at {Clock.Now:t}", SharedSecret = i % 10 == 0 ? $"secret {i}" : null,
    };

    private PeerPersistenceService Serve(IKeyValueStore store) => new(store, new() { MaxPeers = 1000 }, _masterKey, Clock);

    private Task<FileKeyValueStore> OpenAsync(SimulatedDisk disk) =>
        Reopening.OpenAsync(disk, new() { Durability = durability, BytesAhead = random.Next(2) * 4096, CompactionFloorBytes = 1_000_000 });

    /// <summary>What the service sees of the store.</summary>
    private sealed class Layer(FileKeyValueStore store, IMasterKeyProvider? keys) : IDisposable
    {
        private readonly EncryptedKeyValueStore? _encrypted = keys is null ? null : EncryptedKeyValueStore.Create(store, keys);

        public IKeyValueStore Store => _encrypted is null ? store : _encrypted;

        public Task RotateAsync() => _encrypted?.RotateKeysAsync() ?? Task.CompletedTask;

        public void Dispose() => _encrypted?.Dispose();
    }
}
