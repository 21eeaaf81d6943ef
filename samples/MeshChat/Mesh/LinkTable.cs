using System.Collections.Concurrent;

namespace MeshChat;

/// <summary>The links that stand, one a peer.</summary>
internal sealed class LinkTable(PeerIdentity self)
{
    private readonly ConcurrentDictionary<string, PeerLink> _links = new();

    /// <summary>This run of the program, as it names itself to others.</summary>
    public Guid Session { get; } = Guid.NewGuid();

    public ICollection<PeerLink> All => _links.Values;

    public ICollection<string> PeerIds => _links.Keys;

    public int Count => _links.Count;

    public PeerLink? Find(string peerId) => _links.GetValueOrDefault(peerId);

    /// <summary>Takes a new link in, unless the link that already stands to its peer is to stay.</summary>
    /// <param name="link">The new link.</param>
    /// <param name="replaced">The link that has to go, if there was one.</param>
    public bool TryAdd(PeerLink link, out PeerLink? replaced)
    {
        lock (_links)
        {
            replaced = Find(link.PeerId);
            if (replaced is not null && !GoesBefore(link, replaced))
            {
                replaced = null;
                return false;
            }

            if (replaced is not null)
                link.Gone = replaced.Gone;
            _links[link.PeerId] = link;
            return true;
        }
    }

    /// <returns><c>false</c>: the link had been replaced.</returns>
    public bool Remove(PeerLink link)
    {
        // Not in the middle of being replaced: its end would be the end of the new one.
        lock (_links)
            return _links.TryRemove(KeyValuePair.Create(link.PeerId, link));
    }

    public void Broadcast(WireMessage message, PeerLink? except = null)
    {
        foreach (var link in All)
        {
            if (link != except)
                link.Send(message);
        }
    }

    /// <summary>
    /// Of a peer's former life no link is worth keeping. When two peers call each other in the same instant both have to keep
    /// the same link: the call of the one with the smaller id.
    /// </summary>
    private bool GoesBefore(PeerLink link, PeerLink standing) =>
        link.Session != standing.Session
            || link.Dialled == standing.Dialled
            || link.Dialled == string.CompareOrdinal(self.Id, link.PeerId) < 0;
}
