using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MeshChat;

/// <summary>Where a peer listens: on cards as <c>address:port</c>, in its record as an ICE candidate line (RFC 8839, RFC 6544).</summary>
internal static class ListenAddress
{
    /// <returns><c>null</c>: no address with a port.</returns>
    public static IPEndPoint? Parse(string? text) =>
        text is { Length: <= WireLimits.Address }
            && IPEndPoint.TryParse(text, out var address)
            && address.Port != 0
            && IsOfOneHost(address.Address)
            && address.ToString() == text
            ? address : null;

    /// <summary>Not everybody's and nobody's: such an address would be this computer's own, or a whole network's.</summary>
    private static bool IsOfOneHost(IPAddress address) =>
        !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && !address.Equals(IPAddress.Broadcast)
            && !address.IsIPv6Multicast
            && !(address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is >= 224 and < 240);

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
