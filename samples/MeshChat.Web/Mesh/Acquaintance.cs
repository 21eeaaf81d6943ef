using System.Net;

namespace MeshChat;

/// <summary>What a peer's record holds of it. Pure.</summary>
internal static class Acquaintance
{
    private const string CandidatePrefix = "a=candidate:";

    /// <summary>Somebody tells of a peer that we do not know.</summary>
    public static PeerData HeardOf(PeerCard card) => new() { PeerId = card.Id, DisplayName = card.Name, PublicKey = card.Jwk };

    /// <summary>A link to the peer stands: what to store of it.</summary>
    /// <param name="card">Who it is.</param>
    /// <param name="description">Its end of the link.</param>
    /// <param name="path">Where it was reached.</param>
    public static PeerData Met(PeerCard card, string description, LinkPath path) => HeardOf(card) with
    {
        LastKnownIP = path.Address.Length > 0 ? path.Address : null,
        CachedCandidates =
        [
            .. description.Split('\n').Where(line => line.StartsWith(CandidatePrefix, StringComparison.Ordinal)).Take(WireLimits.Addresses)
                .Select(line => new IceCandidate(line[2..].Trim()) { SdpMid = "0", SdpMLineIndex = 0 }),
        ],
    };

    /// <summary>Whether none of its addresses was known. Browsers hide addresses behind names of their own; those tell nothing.</summary>
    public static bool HasMoved(PeerData known, PeerData met)
    {
        var (before, now) = (AddressesOf(known).ToHashSet(), AddressesOf(met).ToList());
        return before.Count > 0 && now.Count > 0 && !now.Exists(before.Contains);
    }

    private static IEnumerable<IPAddress> AddressesOf(PeerData peer) => peer.CachedCandidates
        .Select(candidate => candidate.Candidate.Split(' ')).Where(parts => parts.Length > 4)
        .Select(parts => IPAddress.TryParse(parts[4], out var address) ? address : null).OfType<IPAddress>();
}
