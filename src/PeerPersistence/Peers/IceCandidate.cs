using System.Text.Json;

namespace PeerPersistence;

/// <summary>An address at which a peer may be reached, as in W3C's <c>RTCIceCandidateInit</c>.</summary>
public sealed record IceCandidate
{
    /// <summary>Creates one without a line, to be given by an initialiser.</summary>
    public IceCandidate()
    {
    }

    /// <summary>Creates one from its line; the type is the line's own, where it is a line of ICE (<c>… typ srflx …</c>).</summary>
    /// <param name="candidate">The candidate line, or the application's own form of an address.</param>
    public IceCandidate(string candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        (Candidate, Type) = (candidate, candidate.Split(' ', 9) is [_, _, _, _, _, _, "typ", var type, ..] ? ConnectionTypeConverter.Parse(type) : default);
    }

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
    internal IReadOnlyDictionary<string, JsonElement>? Unknown { get; init => field = ValueMap<JsonElement>.Of(value); }

    /// <summary>Says the type; addresses stay out of logs.</summary>
    public override string ToString() => $"IceCandidate {{ {Type} }}";
}
