using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MeshChat;

/// <summary>What a peer's record says in this app's own words. Pure.</summary>
internal static class Acquaintance
{
    private const string CardEntry = "card", SponsorEntry = "sponsor", ReachedEntry = "reached";

    /// <returns><c>null</c>: the record holds no card, or one that cannot be read.</returns>
    public static PeerCard? CardOf(PeerData peer)
    {
        try
        {
            return peer.Metadata.TryGetValue(CardEntry, out var json) ? json.Deserialize(WireJson.Default.PeerCard) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Who answers for a peer: whom the user let in, and who brought it along. Who was let in answers for itself.</summary>
    public static string SponsorOf(PeerData peer) =>
        TextOf(peer, SponsorEntry) is { } sponsor && WireLimits.IsId(sponsor) ? sponsor : peer.PeerId;

    public static IEnumerable<IPEndPoint> AddressesOf(PeerData peer) => peer.CachedCandidates.Select(ListenAddress.Of).OfType<IPEndPoint>();

    /// <summary>The address at which we reached the peer ourselves; of any other we have but its word.</summary>
    public static bool IsProven(PeerData peer, IPEndPoint address) => TextOf(peer, ReachedEntry) == address.ToString();

    /// <summary>A link to it stood once, so it is no mere hearsay.</summary>
    public static bool IsMet(PeerData peer) => peer.LastConnected is not null || TextOf(peer, ReachedEntry) is not null;

    /// <summary>The user does not want it, until further notice; a blacklisting for failures ends by itself.</summary>
    public static bool IsBlocked(PeerData peer) => peer.BlacklistUntil?.Year == DateTimeOffset.MaxValue.Year;

    /// <summary>Somebody tells of a peer that we do not know.</summary>
    public static PeerData HeardOf(PeerCard card, string sponsor) => new()
    {
        PeerId = card.Id,
        DisplayName = card.Name,
        PublicKey = card.Key,
        CachedCandidates = AddressesOn(card),
        Metadata = new PeerMetadata { [SponsorEntry] = sponsor, [CardEntry] = Json(card) },
    };

    /// <summary>A link to the peer stands: what to store of it.</summary>
    /// <param name="known">Its record so far, if any.</param>
    /// <param name="card">The card that it showed.</param>
    /// <param name="reachedAt">Where we reached it; <c>null</c>: it called us.</param>
    public static PeerData Met(PeerData? known, PeerCard card, IPEndPoint? reachedAt)
    {
        var met = Renewed(new() { PeerId = card.Id, PublicKey = card.Key, Metadata = known?.Metadata ?? new PeerMetadata() }, card);
        return reachedAt is null ? met : met with
        {
            LastKnownIP = reachedAt.Address.ToString(),
            Metadata = new PeerMetadata(met.Metadata) { [ReachedEntry] = reachedAt.ToString() },
        };
    }

    /// <summary>The peer's later word on itself.</summary>
    /// <returns>The same where the card is no later than the stored one.</returns>
    public static PeerData Renewed(PeerData peer, PeerCard card) => NewsOf(card, peer) == News.Nothing ? peer : peer with
    {
        DisplayName = card.Name,
        CachedCandidates = AddressesOn(card),
        Metadata = new PeerMetadata(peer.Metadata) { [CardEntry] = Json(card) },
    };

    public static News NewsOf(PeerCard card, PeerData peer) => CardOf(peer) switch
    {
        null => News.Unknown,
        var stored when card.IssuedAt <= stored.IssuedAt => News.Nothing,
        var stored => card.Addresses.SequenceEqual(stored.Addresses) ? News.Renewed : News.Moved,
    };

    private static IReadOnlyList<IceCandidate> AddressesOn(PeerCard card) =>
        [.. card.Addresses.Select(text => ListenAddress.ToCandidate(ListenAddress.Parse(text)!))];

    private static JsonNode? Json(PeerCard card) => JsonSerializer.SerializeToNode(card, WireJson.Default.PeerCard);

    private static string? TextOf(PeerData peer, string entry) =>
        peer.Metadata.TryGetValue(entry, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What a card tells that was not known before.</summary>
internal enum News
{
    /// <summary>Nothing: it is known, or older than what is known.</summary>
    Nothing,

    /// <summary>A new card, the same address.</summary>
    Renewed,

    /// <summary>The peer listens at another address now.</summary>
    Moved,

    /// <summary>A peer that was not met before.</summary>
    Unknown,
}
