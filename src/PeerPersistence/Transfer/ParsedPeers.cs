using System.Collections;

namespace PeerPersistence;

/// <summary>Peers of a text that was checked: each is read where it stands when it is asked for, and let go.</summary>
/// <remarks>A peer takes some fifty times the bytes of its shortest entry; where the entry stands takes twenty bytes.</remarks>
internal abstract class ParsedPeers : IReadOnlyList<PeerData>, IPeerExtras
{
    // What is asked for again at once is read once, unless it is large.
    private const int SmallLength = 64 * 1024;

    private readonly List<Place> _places = [];
    private long[]? _byHash;
    private Last? _last;

    public int Count => _places.Count;

    public PeerData this[int index] => At(index).Peer;

    /// <summary>Takes in where an entry stands that <see cref="Read"/> reads.</summary>
    public void Add(int start, int length, string peerId) => _places.Add(new(start, length, StringComparer.Ordinal.GetHashCode(peerId)));

    /// <summary>What is said of a peer beside itself; the last entry that names it counts.</summary>
    public PeerExtras? ExtrasOf(string peerId)
    {
        var byHash = _byHash ??= ByHash();
        var hash = StringComparer.Ordinal.GetHashCode(peerId);
        var found = Array.BinarySearch(byHash, Key(hash, int.MaxValue));
        for (var i = (found < 0 ? ~found : found) - 1; i >= 0 && (int)(byHash[i] >> 32) == hash; i--)
        {
            var (peer, extras) = At((int)byHash[i]);
            if (peer.PeerId == peerId)
                return extras;
        }

        return null;
    }

    public IEnumerator<PeerData> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object? obj) =>
        ReferenceEquals(this, obj) || (obj is IReadOnlyList<PeerData> other && Count == other.Count && this.SequenceEqual(other));

    public override int GetHashCode() => Count;

    public override string ToString() => $"{Count} items";

    /// <summary>Reads an entry that could be read before.</summary>
    protected abstract (PeerData Peer, PeerExtras Extras) Read(int start, int length);

    private (PeerData Peer, PeerExtras Extras) At(int index)
    {
        if (_last is { } last && last.Index == index)
            return (last.Peer, last.Extras);
        var place = _places[index];
        var (peer, extras) = Read(place.Start, place.Length);
        _last = place.Length > SmallLength ? null : new(index, peer, extras);
        return (peer, extras);
    }

    private long[] ByHash()
    {
        var byHash = new long[Count];
        for (var i = 0; i < Count; i++)
            byHash[i] = Key(_places[i].Hash, i);
        Array.Sort(byHash);
        return byHash;
    }

    private static long Key(int hash, int index) => ((long)hash << 32) | (uint)index;

    private readonly record struct Place(int Start, int Length, int Hash);

    private sealed record Last(int Index, PeerData Peer, PeerExtras Extras);
}
