using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PeerPersistence;

/// <summary>A library for every platform, on the peers of whatever app it is in.</summary>
public sealed class AddressBook
{
    private readonly IPeerPersistenceService _peers;

    public AddressBook(IPeerPersistenceService peers) => _peers = peers;

    public async Task<IReadOnlyList<string>> MeetAsync(IEnumerable<string> names, CancellationToken cancellationToken = default)
    {
        await _peers.StorePeersAsync(names.Select(name => PeerData.Create(name) with { DisplayName = name.ToUpperInvariant(), IsPinned = true }), cancellationToken);
        await _peers.UpdatePeerAsync(names.First(), peer => peer with { SharedSecret = "s3cret" }, cancellationToken);
        var known = await _peers.QueryPeersAsync(new PeerQuery { SortBy = PeerSortBy.Quality, Order = PeerSortOrder.Ascending }, cancellationToken);
        return known.Select(peer => $"{peer.DisplayName} {peer.SharedSecret}".Trim()).ToList();
    }
}
