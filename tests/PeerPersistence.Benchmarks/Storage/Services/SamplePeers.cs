using System.Globalization;
using System.Text.Json;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>Peers as a WebRTC app stores them, about 1.5 KB each. Every second one has a secret.</summary>
internal static class SamplePeers
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static readonly IceServer[] Servers = [new() { Urls = ["stun:stun.example.org:3478"] }];

    private static readonly IceCandidate[] Candidates =
    [
        Candidate("candidate:1 1 udp 2122260223 192.0.2.17 54321 typ host generation 0", ConnectionType.Host),
        Candidate("candidate:2 1 udp 1686052607 198.51.100.23 54321 typ srflx raddr 192.0.2.17 rport 54321", ConnectionType.ServerReflexive),
        Candidate("candidate:3 1 udp 41885439 203.0.113.5 61000 typ relay raddr 198.51.100.23 rport 54321", ConnectionType.Relay),
    ];

    private static readonly Dictionary<string, JsonElement> Metadata = new()
    {
        ["client"] = JsonDocument.Parse("\"mesh 1.4.2\"").RootElement,
        ["topics"] = JsonDocument.Parse("[\"general\",\"help\",\"releases\"]").RootElement,
    };

    public static string IdOf(int i) => $"peer-{i * 2654435761u % uint.MaxValue:x8}-{i:x8}";

    public static bool HasSecret(int i) => i % 2 == 0;

    public static PeerData Make(int i)
    {
        var random = new Random(i);
        var tries = random.Next(1, 40);
        var successes = random.Next(1, tries + 1);
        var seen = Now.AddMinutes(-random.Next(60 * 24 * 20));
        return PeerData.Create(IdOf(i), seen) with
        {
            DisplayName = string.Create(CultureInfo.InvariantCulture, $"Peer number {i}"),
            PublicKey = $$"""{"kty":"EC","crv":"P-256","x":"{{Base64(random)}}","y":"{{Base64(random)}}"}""",
            FirstSeen = seen.AddDays(-random.Next(1, 100)),
            SharedSecret = HasSecret(i) ? Base64(random) : null,
            LastKnownIP = "198.51.100.23",
            IceServers = Servers,
            CachedCandidates = Candidates,
            ConnectionQuality = new()
            {
                Latency = TimeSpan.FromMilliseconds(random.Next(5, 300)),
                TotalConnections = tries,
                SuccessfulConnections = successes,
                SuccessRate = (double)successes / tries,
                ConnectionType = ConnectionType.ServerReflexive,
                AverageUptime = TimeSpan.FromMinutes(random.Next(300)),
            },
            Metadata = Metadata,
        };
    }

    private static string Base64(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private static IceCandidate Candidate(string text, ConnectionType type) =>
        new() { Candidate = text, SdpMid = "0", SdpMLineIndex = 0, UsernameFragment = "a1b2", Type = type };
}
