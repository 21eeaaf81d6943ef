using System.Text.Json;

namespace MeshChat;

/// <summary>What this peer remembers of others: cards in, peer records out. All of it lies in the library's store.</summary>
internal sealed class AddressBook(IPeerPersistenceService peers)
{
    private const string CardEntry = "card";

    /// <summary>Friends tell strangers only of peers that were seen within a week.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromDays(7);

    public Task<PeerData?> FindAsync(string peerId, CancellationToken cancellationToken = default) =>
        peers.GetPeerAsync(peerId, cancellationToken);

    /// <summary>Looks a peer up as people do: by name, or by the beginning of the id.</summary>
    public async Task<IReadOnlyList<PeerData>> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        var all = await peers.QueryPeersAsync(new() { ExcludeBlacklisted = false }, cancellationToken);
        var byName = all.Where(peer => string.Equals(peer.DisplayName, name, StringComparison.OrdinalIgnoreCase)).ToList();
        return byName.Count > 0 ? byName : [.. all.Where(peer => peer.PeerId.StartsWith(name, StringComparison.Ordinal))];
    }

    /// <summary>Writes down a peer that stands at the other end of a new link.</summary>
    /// <param name="card">Its own card.</param>
    /// <param name="newSecret">The secret that the two have just agreed upon; <c>null</c>: the stored one goes on.</param>
    /// <param name="inbound">The peer called us; where we called, whoever called records how it went.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<News> MeetAsync(PeerCard card, string? newSecret, bool inbound, CancellationToken cancellationToken)
    {
        if (await FindAsync(card.Id, cancellationToken) is not { } known)
        {
            // This counts as a first connection.
            await peers.StorePeerAsync(Write(card, PeerData.Create(card.Id)) with { SharedSecret = newSecret }, cancellationToken);
            return News.Unknown;
        }

        await peers.UpdatePeerAsync(
            card.Id, peer => Write(card, peer) with { SharedSecret = newSecret ?? peer.SharedSecret }, cancellationToken);
        if (inbound)
            await peers.RecordConnectedAsync(card.Id, new() { ConnectionType = ConnectionType.Host }, inbound: true, cancellationToken);
        return Compare(card, known);
    }

    /// <summary>Writes down what a card says that came from its owner or through a friend.</summary>
    public async Task<News> HearOfAsync(PeerCard card, CancellationToken cancellationToken)
    {
        if (await FindAsync(card.Id, cancellationToken) is not { } known)
        {
            // Whom we forgot, or gave up on, friends do not bring back.
            if (await peers.FindNewPeerIdsAsync([card.Id], cancellationToken) is [])
                return News.Nothing;

            // Only heard of: no connection stood yet.
            await peers.StorePeerAsync(Write(card, new() { PeerId = card.Id }), cancellationToken);
            return News.Unknown;
        }

        var news = Compare(card, known);
        if (news != News.Nothing)
            await peers.UpdatePeerAsync(card.Id, peer => Write(card, peer), cancellationToken);
        return news;
    }

    /// <summary>The cards to show a new friend.</summary>
    public async Task<IReadOnlyList<PeerCard>> CardsAsync(CancellationToken cancellationToken)
    {
        var seen = await peers.QueryPeersAsync(new() { MaxAge = Freshness, Limit = WireLimits.Cards }, cancellationToken);
        return [.. seen.Select(CardOf).OfType<PeerCard>()];
    }

    private static PeerData Write(PeerCard card, PeerData peer) => Compare(card, peer) == News.Nothing ? peer : peer with
    {
        DisplayName = card.Name,
        PublicKey = card.Key,
        CachedCandidates = [.. card.Addresses.Select(text => ListenAddress.ToCandidate(ListenAddress.Parse(text)!))],
        LastKnownIP = ListenAddress.Parse(card.Addresses[0])!.Address.ToString(),
        Metadata = new Dictionary<string, JsonElement>(peer.Metadata)
        {
            [CardEntry] = JsonSerializer.SerializeToElement(card, WireJson.Default.PeerCard),
        },
    };

    private static News Compare(PeerCard card, PeerData peer) => CardOf(peer) switch
    {
        null => News.Unknown,
        var stored when card.IssuedAt <= stored.IssuedAt => News.Nothing,
        var stored => card.Addresses.SequenceEqual(stored.Addresses) ? News.Renewed : News.Moved,
    };

    private static PeerCard? CardOf(PeerData peer) =>
        peer.Metadata.TryGetValue(CardEntry, out var json) ? json.Deserialize(WireJson.Default.PeerCard) : null;
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

    /// <summary>A peer nobody had heard of.</summary>
    Unknown,
}
