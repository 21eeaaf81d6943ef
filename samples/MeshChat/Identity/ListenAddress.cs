using System.Globalization;
using System.Net;

namespace MeshChat;

/// <summary>Where a peer listens: on cards as <c>address:port</c>, in its record as an ICE candidate line (RFC 8839, RFC 6544).</summary>
internal static class ListenAddress
{
    /// <returns><c>null</c>: no address with a port.</returns>
    public static IPEndPoint? Parse(string? text) =>
        text is { Length: <= WireLimits.Address }
            && IPEndPoint.TryParse(text, out var address)
            && address.Port != 0
            && address.ToString() == text
            ? address : null;

    public static IceCandidate ToCandidate(IPEndPoint address) => new()
    {
        Candidate = $"candidate:1 1 tcp 2105458943 {address.Address} {address.Port} typ host tcptype passive",
        Type = ConnectionType.Host,
    };

    /// <returns><c>null</c>: a candidate that is none of ours.</returns>
    public static IPEndPoint? Of(IceCandidate candidate) =>
        candidate.Candidate.Split(' ') is [_, _, "tcp", _, var address, var port, ..]
        && IPAddress.TryParse(address, out var ip) && ushort.TryParse(port, CultureInfo.InvariantCulture, out var number)
            ? new(ip, number) : null;
}
