using System.Text.Json;

namespace PeerPersistence.Tests.Peers.Json;

/// <summary>A peer's record as the serializer reads and writes it: the original's field names, and ours beside them.</summary>
internal sealed class SerializedPeer
{
    public string? PeerId;

    public string? UserId;

    public string? DisplayName;

    public DateTimeOffset? FirstSeen;

    public DateTimeOffset? LastSeen;

    public DateTimeOffset? LastConnected;

    public string? PublicKey;

    /// <summary>Read where somebody left a secret in clear, never written.</summary>
    public string? SharedSecret;

    public string? EncryptedSecret;

    /// <summary>In an export: there is a secret, and it is not in it.</summary>
    public bool SecretLeftOut;

    public long SecretRevision;

    public string? LastKnownIP;

    public List<SerializedServer?>? IceServers;

    public List<SerializedCandidate?>? CachedCandidates;

    public SerializedQuality? ConnectionQuality;

    public int? ReconnectionAttempts;

    public DateTimeOffset? BlacklistUntil;

    public bool IsPinned;

    public string? Presence;

    public PeerEvidence? Evidence;

    public IDictionary<string, JsonElement>? Metadata;

    public string? DataVersion;

    public Dictionary<string, JsonElement>? Unknown;
}

/// <summary>W3C's <c>RTCIceServer</c>; its URLs are a string or an array of strings.</summary>
internal sealed class SerializedServer
{
    public IReadOnlyList<string>? Urls;

    public string? Username;

    /// <summary>Read where somebody left a credential in clear.</summary>
    public string? Credential;

    public string? EncryptedCredential;

    public long CredentialRevision;

    public Dictionary<string, JsonElement>? Unknown;
}

/// <summary>W3C's <c>RTCIceCandidateInit</c>, with the candidate's type beside it.</summary>
internal sealed class SerializedCandidate
{
    public string? Candidate;

    public string? SdpMid;

    public int? SdpMLineIndex;

    public string? UsernameFragment;

    public ConnectionType Type;

    public DateTimeOffset? KnownSince;

    public DateTimeOffset? LastWorked;

    public string? IntroducedBy;

    public Dictionary<string, JsonElement>? Unknown;
}

/// <summary>Latency in milliseconds, uptime in seconds, as the original has them.</summary>
internal sealed class SerializedQuality
{
    public double? Latency;

    public double? SuccessRate;

    public ConnectionType ConnectionType;

    public DateTimeOffset? LastMeasured;

    public int? TotalConnections;

    public int? SuccessfulConnections;

    public double? AverageUptime;

    public Dictionary<string, JsonElement>? Unknown;
}
