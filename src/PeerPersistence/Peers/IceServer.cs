using System.Text.Json;

namespace PeerPersistence;

/// <summary>A STUN or TURN server, as in W3C's <c>RTCIceServer</c>.</summary>
public sealed record IceServer
{
    /// <summary>One or more URLs, such as <c>stun:stun.example.org:3478</c>; at most <see cref="PeerLimits.UrlsPerIceServer"/>.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>The TURN user name, if any.</summary>
    public string? Username { get; init; }

    /// <summary>The TURN password, if any. It never appears in <see cref="ToString"/>.</summary>
    public string? Credential { get; init; }

    /// <summary>Fields of the stored JSON that this version does not know; they survive.</summary>
    internal IReadOnlyDictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>Says how many URLs there are; addresses and credentials stay out of logs.</summary>
    public override string ToString() => $"IceServer {{ {Urls.Count} URLs }}";
}
