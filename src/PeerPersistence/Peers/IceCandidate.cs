using System.Text.Json;

namespace PeerPersistence;

/// <summary>An address at which a peer may be reached, as in W3C's <c>RTCIceCandidateInit</c>.</summary>
public sealed record IceCandidate
{
    /// <summary>The candidate line, as ICE wrote it. It holds IP addresses and never appears in <see cref="ToString"/>.</summary>
    public string Candidate { get; init; } = "";

    /// <summary>The media stream's identification tag, if any.</summary>
    public string? SdpMid { get; init; }

    /// <summary>The index of the media description, if any.</summary>
    public int? SdpMLineIndex { get; init; }

    /// <summary>The ICE user name fragment, if any.</summary>
    public string? UsernameFragment { get; init; }

    /// <summary>The candidate's type.</summary>
    public ConnectionType Type { get; init; }

    /// <summary>Fields of the stored JSON that this version does not know; they survive.</summary>
    internal IReadOnlyDictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>Says the type; addresses stay out of logs.</summary>
    public override string ToString() => $"IceCandidate {{ {Type} }}";
}
