using System.Globalization;

namespace PeerPersistence.Benchmarks.Protection;

/// <summary><c>protection [rounds]</c>: what sealing costs, alone and as a share of storing and getting a peer.</summary>
internal static class ProtectionCommand
{
    private const int PeersInTurn = 100;
    private static readonly SecretContext Context = new("PEER-000", "sharedSecret", 1);

    public static async Task<int> RunAsync(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5000;
        var secret = new string('s', 64);
        using var keys = new FixedKeyProvider(new byte[32]);
        using var protector = new SecretProtector(new InMemoryKeyValueStore(), "ring", keys);
        var envelope = await protector.SealAsync(Context, secret, mayCreateKeys: true, default);
        await using var same = new PeerPersistenceService(new InMemoryKeyValueStore(), null, keys);
        await using var other = new PeerPersistenceService(new InMemoryKeyValueStore(), null, keys);
        await using var without = new PeerPersistenceService(new InMemoryKeyValueStore(), null, keys);

        var results = await Alternating.MeasureAsync(rounds,
        [
            _ => protector.SealAsync(Context, secret, mayCreateKeys: false, default).AsTask(),
            _ => protector.OpenAsync(Context, envelope, default).AsTask(),
            i => without.StorePeerAsync(Peer(i, null)),
            i => same.StorePeerAsync(Peer(i, secret)),
            i => other.StorePeerAsync(Peer(i, secret + i)),
            i => without.GetPeerAsync(Id(i)),
            i => same.GetPeerAsync(Id(i)),
        ]);

        var (store, get) = (results[2], results[5]);
        Console.WriteLine("| 64 bytes of secret, store in memory | µs (median) | × without |");
        Console.WriteLine("|---|---|---|");
        Write("seal", results[0]);
        Write("open", results[1]);
        Write("store, no secret", store);
        Write("store, the same secret again", results[3], store);
        Write("store, another secret", results[4], store);
        Write("get, no secret", get);
        Write("get, secret opened", results[6], get);
        return 0;

        static void Write(string what, double microseconds, double? without = null) =>
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {microseconds:0.0} | {microseconds / without:0.00} |"));
    }

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
