using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace PeerPersistence;

/// <summary>Which peers share a network: an IPv4 /16 or an IPv6 /48, about what one provider or site holds.</summary>
internal static class NetworkGroup
{
    // Odd, its bits in no pattern: 2^64 by the golden ratio.
    private const ulong Spread = 0x9E3779B97F4A7C15;

    /// <summary>A number that only tells networks apart, the same in every process: no whole address can be read from it.</summary>
    /// <returns>
    /// That of the address where we last connected to the peer, else of one that the user stored. <c>null</c> where none of them is public:
    /// private ones are the same in every house, a relay's is not the peer's, and what others claim is no place to be found at.
    /// </returns>
    public static int? Of(StoredPeer stored)
    {
        // Without lists to sort: most were never proven, and every commit asks.
        var proven = stored.Addresses.Count == 0 ? null : OfProven(stored);
        return proven ?? (stored.Evidence.IntroducedBy is null
            ? Of(stored.Peer.LastKnownIP) ?? OfStored(stored, areReflexive: true) ?? OfStored(stored, areReflexive: false)
            : null);
    }

    /// <summary>That of the address that worked last.</summary>
    private static int? OfProven(StoredPeer stored)
    {
        var (found, latest) = ((int?)null, DateTimeOffset.MinValue);
        for (var i = 0; i < stored.Peer.CachedCandidates.Count; i++)
        {
            var candidate = stored.Peer.CachedCandidates[i];
            if (candidate.Type != ConnectionType.Relay && stored.HistoryOf(candidate).LastWorked is { } worked
                && (found is null || worked > latest) && Of(TextOf(candidate)) is { } network)
                (found, latest) = (network, worked);
        }

        return found;
    }

    private static int? OfStored(StoredPeer stored, bool areReflexive)
    {
        for (var i = 0; i < stored.Peer.CachedCandidates.Count; i++)
        {
            var candidate = stored.Peer.CachedCandidates[i];
            if (candidate.Type != ConnectionType.Relay && (candidate.Type == ConnectionType.ServerReflexive) == areReflexive
                && !stored.HistoryOf(candidate).IsHearsay && Of(TextOf(candidate)) is { } network)
                return network;
        }

        return null;
    }

    private static string TextOf(IceCandidate candidate) => candidate.Address ?? candidate.Candidate;

    /// <summary>That of an address; <c>null</c> where it is none, or not public.</summary>
    public static int? Of(string? text)
    {
        if (text is null || !IPAddress.TryParse(WithoutPort(text), out var address))
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        var prefix = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? IsPrivate(bytes[0], bytes[1]) ? null : (int)(prefix >> 48)
            : IsGlobalUnicast(bytes[0]) ? (int)(unchecked((prefix >> 16) * Spread) >> 32) | int.MinValue : null;
    }

    /// <summary>An IPv4 address without the port behind it; of an IPv6 address in brackets the parser takes both.</summary>
    private static string WithoutPort(string text) =>
        text.IndexOf(':') is > 0 and var colon && colon == text.LastIndexOf(':') && text[0] != '[' ? text[..colon] : text;

    /// <summary>RFC 1918, RFC 6598 (carriers' NAT), loopback, link-local, "this host", multicast and reserved.</summary>
    private static bool IsPrivate(byte first, byte second) => (first, second) switch
    {
        (0 or 10 or 127 or >= 224, _) => true,
        (100, >= 64 and < 128) => true,
        (169, 254) => true,
        (172, >= 16 and < 32) => true,
        (192, 168) => true,
        _ => false,
    };

    /// <summary>2000::/3, RFC 4291.</summary>
    private static bool IsGlobalUnicast(byte first) => (first & 0xE0) == 0x20;
}
