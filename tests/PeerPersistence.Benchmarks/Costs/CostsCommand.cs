using System.Globalization;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.Costs;

/// <summary>What the calls of an app cost, from a phone's 200 peers to a server's 100,000.</summary>
internal static class CostsCommand
{
    private static readonly int[] Sizes = [200, 1_000, 10_000, 100_000];

    public static async Task<int> RunAsync(string[] args)
    {
        var largest = args is [var most] ? int.Parse(most, CultureInfo.InvariantCulture) : Sizes[^1];
        Console.WriteLine("| call | peers | µs of processor | bytes allocated |");
        Console.WriteLine("|---|---:|---:|---:|");
        await RecordsAsync();
        foreach (var size in Sizes.Where(size => size <= largest))
            await ServiceAsync(size);
        return 0;
    }

    private static async Task RecordsAsync()
    {
        var stored = new StoredPeer { Peer = SamplePeers.Make(1) with { SharedSecret = null } };
        var (record, id) = (PeerJson.Write(stored), stored.Peer.PeerId);
        await PrintAsync("read a record", 1, _ => PeerJson.Read(record, id));
        await PrintAsync("summarise a record", 1, _ => { Summary(record, id); });
        await PrintAsync("write a record", 1, _ => PeerJson.Write(stored));
    }

    private static PeerSummary? Summary(byte[] record, string peerId) =>
        PeerJson.TryReadForSummary(record, peerId, out var stored) ? PeerSummaries.Of(stored) : null;

    private static async Task ServiceAsync(int peers)
    {
        var store = new InMemoryKeyValueStore();
        using var key = new TemporaryFolder();
        var provider = new KeyFileProvider(Path.Combine(key.Path, "key"));
        await using var service = Serve();
        foreach (var chunk in Enumerable.Range(0, peers).Chunk(1_000))
            await service.StorePeersAsync(chunk.Select(SamplePeers.Make));

        await PrintAsync("open the service", peers, async _ =>
        {
            await using var other = Serve();
            await other.InitializeAsync();
        });
        PeerData[] fresh = [.. Enumerable.Range(0, 100).Select(i => SamplePeers.Make(2 * i))];
        string Id(int i) => SamplePeers.IdOf((int)(i * 7919L % peers));
        string IdWithout(int i) => SamplePeers.IdOf((int)(i * 7919L % peers) | 1);
        string IdWith(int i) => SamplePeers.IdOf((int)(i * 7919L % peers) & ~1);
        await PrintAsync("get", peers, i => service.GetPeerAsync(IdWithout(i)));
        await PrintAsync("get with its secret", peers, i => service.GetPeerAsync(IdWith(i)));
        await PrintAsync("update last seen", peers, i => service.UpdateLastSeenAsync(Id(i)));
        await PrintAsync("top 20 without secrets", peers, _ => service.QueryPeersAsync(new() { Limit = 20, WithSecrets = false }));
        await PrintAsync("top 20 with secrets", peers, _ => service.QueryPeersAsync(new() { Limit = 20 }));
        await PrintAsync("update last seen, and top 20 without secrets", peers, async i =>
        {
            await service.UpdateLastSeenAsync(Id(i));
            await service.QueryPeersAsync(new() { Limit = 20, WithSecrets = false });
        });
        await PrintAsync("candidates", peers, _ => service.GetReconnectionCandidatesAsync());
        await PrintAsync("store a new peer with its secret", peers, i => service.StorePeerAsync(fresh[i % fresh.Length] with { PeerId = $"new-{i:x8}-2c1f-4b6e" }));
        PeerPersistenceService Serve() => new(store, new() { MaxPeers = int.MaxValue }, provider);
    }

    private static Task PrintAsync(string name, int peers, Action<int> call) => PrintAsync(name, peers, i =>
    {
        call(i);
        return Task.CompletedTask;
    });

    private static async Task PrintAsync(string name, int peers, Func<int, Task> call)
    {
        var cost = await Cost.MeasureAsync(name, call);
        Console.WriteLine(FormattableString.Invariant($"| {cost.Name} | {peers:N0} | {cost.Microseconds:N1} | {cost.Bytes:N0} |"));
    }
}
