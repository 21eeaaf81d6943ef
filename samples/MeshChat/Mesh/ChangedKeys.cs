using System.Collections.Concurrent;

namespace MeshChat;

/// <summary>Peers that showed another key than the one in their record. Whether it is theirs only the user can find out.</summary>
internal sealed class ChangedKeys(ITerminal terminal)
{
    private readonly ConcurrentDictionary<string, string> _shown = new();

    /// <summary>Whether a key is another than the stored one; a record without key contradicts none.</summary>
    public static bool Differ(PeerData known, string key) => known.PublicKey is { } stored && PublicKey.Parse(stored)?.Jwk != key;

    /// <summary>Notes the key that a peer shows, and tells the user once.</summary>
    public void Add(PeerCard card)
    {
        if (_shown.GetValueOrDefault(card.Id) == card.Key)
            return;
        _shown[card.Id] = card.Key;
        terminal.Show(new KeyChanged(card.Id, card.Name));
    }

    /// <returns>The key that the peer shows; <c>null</c>: no other than the one that is known.</returns>
    public string? Take(string peerId) => _shown.TryRemove(peerId, out var key) ? key : null;
}
