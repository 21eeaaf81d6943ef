using System.Globalization;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.Costs;

/// <summary>What the calls of an app cost, from a phone's 200 peers to a server's million.</summary>
internal static class CostsCommand
{
    private static readonly int[] Sizes = [200, 1_000, 10_000, 100_000, 1_000_000];

    public static async Task<int> RunAsync(string[] args)
    {
        var largest = args is [var most] ? int.Parse(most, CultureInfo.InvariantCulture) : Sizes[^1];
        await ServiceAsync(Sizes[0]); // The compiler's.
        List<(int Peers, IReadOnlyList<Cost> Costs)> columns = [];
        foreach (var size in Sizes.Where(size => size <= largest))
            columns.Add((size, await ServiceAsync(size)));

        Console.WriteLine(CostsTable.Of(columns));
        Console.WriteLine(CostsTable.Of("a record of 1.5 KB", await RecordsAsync()));
        return 0;
    }

    private static async Task<IReadOnlyList<Cost>> RecordsAsync()
    {
        var stored = new StoredPeer { Peer = SamplePeers.Make(1) with { SharedSecret = null } };
        var (record, id) = (PeerJson.Write(stored), stored.Peer.PeerId);
        return
        [
            await MeasureAsync("read", () => PeerJson.Read(record, id)),
            await MeasureAsync("summarise", () => Summary(record, id)),
            await MeasureAsync("write", () => PeerJson.Write(stored)),
        ];
    }

    private static PeerSummary? Summary(byte[] record, string peerId) =>
        PeerJson.TryReadForSummary(record, peerId, out var stored) ? PeerSummaries.Of(stored) : null;

    private static Task<Cost> MeasureAsync(string name, Func<object?> call) => Cost.MeasureAsync(name, _ =>
    {
        call();
        return Task.CompletedTask;
    });

    private static async Task<IReadOnlyList<Cost>> ServiceAsync(int peers)
    {
        var store = new InMemoryKeyValueStore();
        using var key = new TemporaryFolder();
        var provider = new KeyFileProvider(Path.Combine(key.Path, "key"));
        await using var service = Serve();
        foreach (var chunk in Enumerable.Range(0, peers).Chunk(1_000))
            await service.StorePeersAsync(chunk.Select(SamplePeers.Make));

        PeerData[] fresh = [.. Enumerable.Range(0, 100).Select(i => SamplePeers.Make(2 * i))];
        string Id(int i) => SamplePeers.IdOf((int)(i * 7919L % peers));
        string IdWithout(int i) => SamplePeers.IdOf((int)(i * 7919L % peers) | 1);
        string IdWith(int i) => SamplePeers.IdOf((int)(i * 7919L % peers) & ~1);
        return
        [
            await Cost.MeasureAsync("open the service", async _ =>
            {
                await using var other = Serve();
                await other.InitializeAsync();
            }, beforeATurn: GC.Collect), // A process opens its service once: it has no dead one to carry about.
            await Cost.MeasureAsync("get", i => service.GetPeerAsync(IdWithout(i))),
            await Cost.MeasureAsync("get with its secret", i => service.GetPeerAsync(IdWith(i))),
            await Cost.MeasureAsync("update last seen", i => service.UpdateLastSeenAsync(Id(i))),
            await Cost.MeasureAsync("top 20 without secrets", _ => service.QueryPeersAsync(new() { Limit = 20, WithSecrets = false })),
            await Cost.MeasureAsync("top 20 with secrets", _ => service.QueryPeersAsync(new() { Limit = 20 })),
            await Cost.MeasureAsync("update last seen, and top 20 without secrets", async i =>
            {
                await service.UpdateLastSeenAsync(Id(i));
                await service.QueryPeersAsync(new() { Limit = 20, WithSecrets = false });
            }),
            await Cost.MeasureAsync("candidates", _ => service.GetReconnectionCandidatesAsync()),
            await Cost.MeasureAsync("store a new peer with its secret", i =>
                service.StorePeerAsync(fresh[i % fresh.Length] with { PeerId = $"new-{i:x8}-2c1f-4b6e" })),
        ];
        PeerPersistenceService Serve() => new(store, new() { MaxPeers = int.MaxValue }, provider);
    }
}
