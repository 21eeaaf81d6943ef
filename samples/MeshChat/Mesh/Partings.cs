using System.Collections.Concurrent;

namespace MeshChat;

/// <summary>Peers that one of the two does not want to be linked with for now; they are not called.</summary>
internal sealed class Partings(LinkTable links)
{
    private readonly ConcurrentDictionary<string, bool> _parted = new();

    public ICollection<string> PeerIds => _parted.Keys;

    public void Add(string peerId) => _parted[peerId] = true;

    /// <summary>Ends the link to a peer, and calls it no more; ends when no link stands.</summary>
    public async Task PartAsync(string peerId, CancellationToken cancellationToken)
    {
        Add(peerId);
        if (links.Find(peerId) is { } link)
        {
            link.Close(new Goodbye(Leaving: false));
            await link.Running.WaitAsync(cancellationToken);
        }
    }

    public void Remove(string peerId) => _parted.TryRemove(peerId, out _);
}
