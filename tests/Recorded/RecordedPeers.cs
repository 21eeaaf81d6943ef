using System.Text.Json;

namespace PeerPersistence.Tests.Recorded;

/// <summary>The peers of a recording, as they are first stored: something of everything that a record can hold.</summary>
internal static class RecordedPeers
{
    public const string Pinned = "carla", Stranger = "fritz", Gossip = "hugo", Moving = "kim", Removed = "mona";

    public const string Awkward = "ines ✿/ünï:code%20";

    private const string Jwk = """
        {"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
        """;

    public static IceCandidate Host { get; } = Ice("host", "192.168.1.20 51000 typ host", ConnectionType.Host);

    public static IceCandidate Reflexive { get; } =
        Ice("srflx", "198.51.100.7 51001 typ srflx raddr 192.168.1.20 rport 51000", ConnectionType.ServerReflexive);

    public static IceCandidate Relay { get; } =
        Ice("relay", "203.0.113.9 3478 typ relay raddr 198.51.100.7 rport 51001", ConnectionType.Relay);

    /// <summary>Whom one was connected to, and, without a connection, whom one only heard of.</summary>
    public static IReadOnlyList<PeerData> At(DateTimeOffset now) =>
    [
        Friend("anna", "Anna", now) with
        {
            PublicKey = Jwk, SharedSecret = "anna's secret", LastKnownIP = "198.51.100.7", CachedCandidates = [Host, Reflexive],
            IceServers = [new() { Urls = ["stun:stun.example:3478"] }], Metadata = Metadata("""{"note":"from school"}"""),
        },
        Friend("bert", "Bert Ünicode 🙂", now) with
        {
            UserId = "user-7", SharedSecret = "berts Gehéimnis 🔑", LastKnownIP = "2001:db8::7",
            CachedCandidates = [Relay, Reflexive, Host],
            IceServers =
            [
                new() { Urls = ["turn:turn.example:3478", "turns:turn.example:5349"], Username = "bert", Credential = "turn credential" },
            ],
        },
        Friend(Pinned, "Carla", now) with
        {
            IsPinned = true, SharedSecret = new string('c', 300), CachedCandidates = [new() { Candidate = "198.51.100.7:4000" }],
            Metadata = Metadata("""{"level":42,"share":0.25}"""),
        },
        Friend("dora", "Dora", now) with { PublicKey = Jwk, CachedCandidates = [Relay] },
        Friend("emil", "Emil", now) with { SharedSecret = "emil's secret" },
        Heard(Stranger) with { CachedCandidates = [Reflexive] },
        Heard("greta") with { DisplayName = "Greta", CachedCandidates = [Host], Metadata = Metadata("""{"from":"carla"}""") },
        Heard(Gossip),
        Friend(Awkward, "\"quoted\" \\ \u2028", now) with
        {
            Metadata = Metadata("""{"app":{"theme":{"dark":true},"last":[1,"two",null]},"ünï":"ß","none":null}"""),
        },
        Friend("jan", "Jan", now) with { SharedSecret = "jan's secret" },
        Friend(Moving, "Kim", now) with { CachedCandidates = [Reflexive] },
        Friend("lena", "Lena", now) with { SharedSecret = "lena's secret", IsPinned = true },
        Friend(Removed, "Mona", now) with { SharedSecret = "mona's secret" },
    ];

    private static PeerData Friend(string id, string name, DateTimeOffset now) => PeerData.Create(id, now) with { DisplayName = name };

    private static PeerData Heard(string id) => new() { PeerId = id };

    private static Dictionary<string, JsonElement> Metadata(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;

    private static IceCandidate Ice(string fragment, string line, ConnectionType type) => new()
    {
        Candidate = "candidate:1 1 udp 2122260223 " + line, SdpMid = "0", SdpMLineIndex = 0, UsernameFragment = fragment, Type = type,
    };
}
