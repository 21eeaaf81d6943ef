using System.Globalization;
using PeerPersistence.Benchmarks.Storage;

namespace PeerPersistence.Benchmarks.Protection;

/// <summary><c>protection [rounds]</c>: what sealing costs, alone and as a share of storing and getting a peer.</summary>
internal static class ProtectionCommand
{
    private const int PeersInTurn = 100;
    private static readonly string Secret = new('s', 64);
    private static readonly SecretContext Context = new("PEER-000", "sharedSecret", 1);

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5000;
        using var keys = new FixedKeyProvider("a key of thirty-two bytes, tests"u8.ToArray());
        using var protector = new SecretProtector(new InMemoryKeyValueStore(), "ring", keys);
        var envelope = await protector.SealAsync(Context, Secret, mayCreateKeys: true, default);
        var alone = await Alternating.MeasureAsync(rounds,
        [
            _ => protector.SealAsync(Context, Secret, mayCreateKeys: false, default).AsTask(),
            _ => protector.OpenAsync(Context, envelope, default).AsTask(),
        ]);

        Console.WriteLine("| 64 bytes of secret | µs (median) | × without |");
        Console.WriteLine("|---|---:|---:|");
        Write("seal", alone[0]);
        Write("open", alone[1]);
        await CompareAsync("in memory", rounds, keys, new InMemoryKeyValueStore(), new InMemoryKeyValueStore(), new InMemoryKeyValueStore());

        using var folder = new TemporaryFolder();
        var files = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => FileKeyValueStore.OpenAsync(Path.Combine(folder.Path, $"{i}.db"))));
        // Each commit waits for the disk.
        await CompareAsync("file", Math.Max(1, rounds / 20), keys, files);
        foreach (var file in files)
            await file.DisposeAsync();
        return 0;
    }

    private static async Task CompareAsync(string kind, int rounds, IMasterKeyProvider keys, params IKeyValueStore[] stores)
    {
        await using var without = new PeerPersistenceService(stores[0], null, keys);
        await using var same = new PeerPersistenceService(stores[1], null, keys);
        await using var other = new PeerPersistenceService(stores[2], null, keys);
        var results = await Alternating.MeasureAsync(rounds,
        [
            i => without.StorePeerAsync(Peer(i, null)),
            i => same.StorePeerAsync(Peer(i, Secret)),
            i => other.StorePeerAsync(Peer(i, Secret + i)),
            i => without.GetPeerAsync(Id(i)),
            i => same.GetPeerAsync(Id(i)),
        ]);

        Write($"{kind}: store, no secret", results[0]);
        Write($"{kind}: store, the same secret again", results[1], results[0]);
        Write($"{kind}: store, another secret", results[2], results[0]);
        Write($"{kind}: get, no secret", results[3]);
        Write($"{kind}: get, secret opened", results[4], results[3]);
    }

    private static void Write(string what, double microseconds, double? without = null) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {microseconds:0.0} | {microseconds / without:0.00} |"));

    private static string Id(int i) => $"PEER-{i % PeersInTurn:000}";

    /// <summary>A peer as an application knows it: a key, servers, some addresses.</summary>
    private static PeerData Peer(int i, string? secret) => PeerData.Create(Id(i)) with
    {
        DisplayName = "Alice",
        PublicKey = new string('k', 200),
        SharedSecret = secret,
        LastKnownIP = "203.0.113.7",
        IceServers = [new() { Urls = ["stun:stun.example.org:3478"] }, new() { Urls = ["turn:turn.example.org:3478"], Username = "u", Credential = "c" }],
        CachedCandidates = [.. Enumerable.Range(0, 4).Select(n => new IceCandidate { Candidate = $"candidate:{n} 1 udp 2122260223 192.168.1.{n} 50000 typ host generation 0 ufrag Ab0", SdpMid = "0", SdpMLineIndex = 0, Type = ConnectionType.Host })],
    };
}
