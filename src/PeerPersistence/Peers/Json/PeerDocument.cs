using System.Text.Json;

namespace PeerPersistence;

/// <summary>A peer's record as it was read: the original's field names, and ours beside them.</summary>
/// <remarks>Every field may be absent; <see cref="PeerMapping"/> says what that means. Fields, because a process that starts would have to
/// compile some eighty properties; a structure, because it is made for every reading.</remarks>
internal struct PeerDocument
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

    public List<IceServer>? IceServers;

    /// <summary>What is sealed of the servers, in their order; fewer where the last ones have nothing.</summary>
    public List<SealedCredential?>? Credentials;

    public List<IceCandidate>? CachedCandidates;

    /// <summary>What is remembered of the addresses.</summary>
    public Dictionary<string, AddressHistory>? Addresses;

    public QualityDocument ConnectionQuality;

    public int? ReconnectionAttempts;

    public DateTimeOffset? BlacklistUntil;

    public bool IsPinned;

    public string? Presence;

    public PeerEvidence? Evidence;

    public IDictionary<string, JsonElement>? Metadata;

    public string? DataVersion;

    public Dictionary<string, JsonElement>? Unknown;

    /// <summary>Whether addresses were passed over, because <see cref="LastKnownIP"/> tells the network. No field of the record.</summary>
    internal bool HasAddressesLeftOut;

    /// <summary>Where in the record stands what changes when a peer is heard from; the last of a name.</summary>
    internal (JsonPlace LastSeen, JsonPlace Presence, JsonPlace Evidence) Places;
}

/// <summary>Where a value stands in JSON, with the spaces before it. The default: nowhere.</summary>
internal readonly struct JsonPlace(int start, int end)
{
    public int Start => start;

    public int End => end;

    public bool IsNowhere => end == 0;
}

/// <summary>Latency in milliseconds, uptime in seconds, as the original has them.</summary>
internal struct QualityDocument
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
