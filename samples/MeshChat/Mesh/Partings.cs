using System.Collections.Concurrent;

namespace MeshChat;

/// <summary>Peers that one of the two does not want to be linked with for now; they are not called.</summary>
internal sealed class Partings
{
    private readonly ConcurrentDictionary<string, bool> _parted = new();

    public ICollection<string> PeerIds => _parted.Keys;

    public void Add(string peerId) => _parted[peerId] = true;

    public void Remove(string peerId) => _parted.TryRemove(peerId, out _);
}
