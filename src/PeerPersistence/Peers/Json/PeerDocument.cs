using System.Text.Json;

namespace PeerPersistence;

/// <summary>A peer's record as it stands in the store: the original's field names, and ours beside them.</summary>
/// <remarks>Every field may be absent; <see cref="PeerMapping"/> says what that means.</remarks>
internal sealed class PeerDocument
{
    public string? PeerId { get; set; }

    public string? UserId { get; set; }

    public string? DisplayName { get; set; }

    public DateTimeOffset? FirstSeen { get; set; }

    public DateTimeOffset? LastSeen { get; set; }

    public DateTimeOffset? LastConnected { get; set; }

    public string? PublicKey { get; set; }

    /// <summary>Read where somebody left a secret in clear, never written.</summary>
    public string? SharedSecret { get; set; }

    public string? EncryptedSecret { get; set; }

    /// <summary>In an export: there is a secret, and it is not in it.</summary>
    public bool SecretLeftOut { get; set; }

    public long SecretRevision { get; set; }

    public string? LastKnownIP { get; set; }

    public List<IceServerDocument?>? IceServers { get; set; }

    public List<IceCandidateDocument?>? CachedCandidates { get; set; }

    public QualityDocument? ConnectionQuality { get; set; }

    public int? ReconnectionAttempts { get; set; }

    public DateTimeOffset? BlacklistUntil { get; set; }

    public bool IsPinned { get; set; }

    public string? Presence { get; set; }

    public PeerEvidence? Evidence { get; set; }

    public IDictionary<string, JsonElement>? Metadata { get; set; }

    public string? DataVersion { get; set; }

    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Whether addresses were passed over, because <see cref="LastKnownIP"/> tells the network. No field of the record.</summary>
    internal bool HasAddressesLeftOut { get; set; }

    /// <summary>Where in the record stands what changes when a peer is heard from; the last of a name.</summary>
    internal (JsonPlace LastSeen, JsonPlace Presence, JsonPlace Evidence) Places { get; set; }
}

/// <summary>Where a value stands in JSON, with the spaces before it. The default: nowhere.</summary>
internal readonly struct JsonPlace(int start, int end)
{
    public int Start => start;

    public int End => end;

    public bool IsNowhere => end == 0;
}

/// <summary>W3C's <c>RTCIceServer</c>; its URLs are a string or an array of strings.</summary>
internal sealed class IceServerDocument
{
    public IReadOnlyList<string>? Urls { get; set; }

    public string? Username { get; set; }

    /// <summary>Read where somebody left a credential in clear.</summary>
    public string? Credential { get; set; }

    public string? EncryptedCredential { get; set; }

    public long CredentialRevision { get; set; }

    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>W3C's <c>RTCIceCandidateInit</c>, with the candidate's type beside it.</summary>
internal sealed class IceCandidateDocument
{
    public string? Candidate { get; set; }

    public string? SdpMid { get; set; }

    public int? SdpMLineIndex { get; set; }

    public string? UsernameFragment { get; set; }

    public ConnectionType Type { get; set; }

    public DateTimeOffset? KnownSince { get; set; }

    public DateTimeOffset? LastWorked { get; set; }

    public string? IntroducedBy { get; set; }

    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>Latency in milliseconds, uptime in seconds, as the original has them.</summary>
internal sealed class QualityDocument
{
    public double? Latency { get; set; }

    public double? SuccessRate { get; set; }

    public ConnectionType ConnectionType { get; set; }

    public DateTimeOffset? LastMeasured { get; set; }

    public int? TotalConnections { get; set; }

    public int? SuccessfulConnections { get; set; }

    public double? AverageUptime { get; set; }

    public Dictionary<string, JsonElement>? Unknown { get; set; }
}
