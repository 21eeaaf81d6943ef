namespace MeshChat;

/// <summary>What this peer remembers of others: cards in, peer records out. All of it lies in the library's store.</summary>
internal sealed class AddressBook(IPeerPersistenceService peers)
{
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
    /// <param name="link">The link. The keeper records how it went.</param>
    /// <param name="newSecret">The secret that the two have just agreed upon; <c>null</c>: the stored one goes on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PublicKeyChangedException">The record holds another key than the one that was shown.</exception>
    public async Task<News> MeetAsync(PeerLink link, string? newSecret, CancellationToken cancellationToken)
    {
        var known = await FindAsync(link.PeerId, cancellationToken);
        await peers.StorePeerAsync(Acquaintance.Met(known, link.Card, link.ReachedAt) with { SharedSecret = newSecret }, cancellationToken);
        return known is not null && Acquaintance.IsMet(known) ? Acquaintance.NewsOf(link.Card, known) : News.Unknown;
    }

    /// <summary>The cards to show a new friend: of those whom we met ourselves, and did not block. Hearsay goes no further.</summary>
    public async Task<IReadOnlyList<PeerCard>> CardsAsync(CancellationToken cancellationToken)
    {
        var query = new PeerQuery
        {
            MaxAge = Freshness, Limit = WireLimits.Cards, WithSecrets = false, Where = peer => peer.LastConnected is not null,
        };
        return [.. (await peers.QueryPeersAsync(query, cancellationToken)).Select(Acquaintance.CardOf).OfType<PeerCard>()];
    }
}
