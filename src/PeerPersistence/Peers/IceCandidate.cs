using System.Text.Json;

namespace PeerPersistence;

/// <summary>An address at which a peer may be reached, as in W3C's <c>RTCIceCandidateInit</c>.</summary>
public sealed record IceCandidate
{
    private readonly ConnectionType _lineType;
    private readonly ConnectionType? _givenType;

    /// <summary>Creates one without a line, to be given by an initialiser.</summary>
    public IceCandidate()
    {
    }

    /// <summary>Creates one from its line; the type is the line's own, where it is a line of ICE (<c>… typ srflx …</c>).</summary>
    /// <param name="candidate">The candidate line, or the application's own form of an address.</param>
    public IceCandidate(string candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        Candidate = candidate;
    }

    /// <summary>The candidate line, as ICE wrote it. It holds IP addresses and never appears in <see cref="ToString"/>.</summary>
    /// <remarks>
    /// An application without ICE may put its own form here, such as <c>198.51.100.7:4000</c>. ICE's sign that there are no more, an
    /// empty line or <c>end-of-candidates</c>, is kept and never offered as an address.
    /// </remarks>
    public string Candidate
    {
        get;
        init
        {
            field = value;
            _lineType = CandidateLine.TypeOf(value);
            _givenType = GivenType(_givenType);
        }
    } = "";

    /// <summary>The media stream's identification tag, if any.</summary>
    public string? SdpMid { get; init; }

    /// <summary>The index of the media description, if any.</summary>
    public int? SdpMLineIndex { get; init; }

    /// <summary>The ICE user name fragment, if any.</summary>
    public string? UsernameFragment { get; init; }

    /// <summary>The candidate's type; what its line says unless given.</summary>
    public ConnectionType Type { get => _givenType ?? _lineType; init => _givenType = GivenType(value); }

    /// <summary>The IP address of an ICE candidate line (RFC 8839, 5.1): its fifth word; <c>null</c> if there is none.</summary>
    internal string? Address => CandidateLine.AddressOf(Candidate);

    /// <summary>Whether it says that there are no more, and is no address to try.</summary>
    internal bool IsEnd => CandidateLine.IsEnd(Candidate);

    /// <summary>Fields of the stored JSON that this version does not know; they survive.</summary>
    internal IReadOnlyDictionary<string, JsonElement>? Unknown { get; init => field = ValueMap<JsonElement>.Of(value); }

    /// <summary>Says the type; addresses stay out of logs.</summary>
    public override string ToString() => $"IceCandidate {{ {Type} }}";

    // One that the line says as well counts as not given, so that what comes back from a store equals what was stored.
    private ConnectionType? GivenType(ConnectionType? type) => type == _lineType || type == ConnectionType.Unknown ? null : type;
}
