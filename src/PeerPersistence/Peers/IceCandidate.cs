using System.Text.Json;

namespace PeerPersistence;

/// <summary>An address at which a peer may be reached, as in W3C's <c>RTCIceCandidateInit</c>.</summary>
public sealed record IceCandidate
{
    /// <summary>The candidate line, as ICE wrote it. It holds IP addresses and never appears in <see cref="ToString"/>.</summary>
    /// <remarks>An application without ICE may put its own form here, such as <c>198.51.100.7:4000</c>.</remarks>
    public string Candidate { get; init; } = "";

    /// <summary>The media stream's identification tag, if any.</summary>
    public string? SdpMid { get; init; }

    /// <summary>The index of the media description, if any.</summary>
    public int? SdpMLineIndex { get; init; }

    /// <summary>The ICE user name fragment, if any.</summary>
    public string? UsernameFragment { get; init; }

    /// <summary>The candidate's type.</summary>
    public ConnectionType Type { get; init; }

    /// <summary>The IP address of an ICE candidate line (RFC 8839, 5.1): its fifth word; <c>null</c> where there is none.</summary>
    internal string? Address => Candidate.Split(' ', 6) is { Length: > 5 } words ? words[4] : null;

    /// <summary>Fields of the stored JSON that this version does not know; they survive.</summary>
    internal IReadOnlyDictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>Says the type; addresses stay out of logs.</summary>
    public override string ToString() => $"IceCandidate {{ {Type} }}";
}
