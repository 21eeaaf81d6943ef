using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>A STUN or TURN server, as in W3C's <c>RTCIceServer</c>.</summary>
public sealed record IceServer
{
    /// <summary>Creates one without a URL, to be given by an initialiser.</summary>
    public IceServer()
    {
    }

    /// <summary>Creates one with one URL: <c>new IceServer("stun:stun.example.org:3478")</c>.</summary>
    /// <param name="url">The URL.</param>
    public IceServer(string url) => Urls = [url];

    /// <summary>Creates a TURN server with one URL.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="username">The TURN user name.</param>
    /// <param name="credential">The TURN password.</param>
    public IceServer(string url, string? username, string? credential) : this([url], username, credential)
    {
    }

    /// <summary>Creates one with several URLs: <c>new IceServer(["stun:stun.example.org", "stun:stun2.example.org"])</c>.</summary>
    /// <param name="urls">The URLs.</param>
    /// <param name="username">The TURN user name, if any.</param>
    /// <param name="credential">The TURN password, if any.</param>
    public IceServer(IEnumerable<string> urls, string? username = null, string? credential = null)
    {
        ArgumentNullException.ThrowIfNull(urls);
        (Urls, Username, Credential) = ([.. urls], username, credential);
    }

    /// <summary>One or more URLs, such as <c>stun:stun.example.org:3478</c>; at most <see cref="PeerLimits.UrlsPerIceServer"/>.</summary>
    public IReadOnlyList<string> Urls { get; init => field = ValueList<string>.Of(value); } = ValueList<string>.None;

    /// <summary>The TURN user name, if any.</summary>
    public string? Username { get; init; }

    /// <summary>The TURN password, if any. It never appears in <see cref="ToString"/>.</summary>
    /// <remarks>
    /// It is stored sealed, as a shared secret is. One that cannot be opened is read as <c>null</c>, and is carried along as long as the
    /// server's URLs and user stay; the URLs are then left in the order and the capitals in which they are stored. Where the platform has
    /// no cipher, the server is stored without it. <c>JsonSerializer</c> writes <c>null</c> for it, and reads one that it is given: see
    /// <see cref="SecretJsonConverter"/>.
    /// </remarks>
    [JsonConverter(typeof(SecretJsonConverter))]
    public string? Credential { get; init; }

    /// <summary>Fields of the stored JSON that this version does not know; they survive.</summary>
    internal IReadOnlyDictionary<string, JsonElement>? Unknown { get; init => field = ValueMap<JsonElement>.Of(value); }

    /// <summary>The same without its credential.</summary>
    internal IceServer WithoutCredential() => Credential is null ? this : this with { Credential = null };

    /// <summary>Says how many URLs there are; addresses and credentials stay out of logs.</summary>
    public override string ToString() => $"IceServer {{ {Urls.Count} URLs }}";
}
