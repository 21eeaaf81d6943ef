using System.Runtime.InteropServices;

namespace PeerPersistence;

/// <summary>Which keys there are and where their values lie, in half the room of a dictionary of strings.</summary>
/// <remarks>A key stays in its place as long as it is there, so that all can be visited bit by bit while some change. Not
/// thread-safe.</remarks>
internal sealed class KeyTable
{
    private const int FewBytes = 1024;
    private const int Smallest = 8;
    private const int KeysInABucket = 2;
    private const int None = -1;
    private const int Free = -1;

    private readonly Pieces<Place> _places = new();
    private KeyArena _keys = new();
    private int[] _buckets = new int[Smallest]; // Here and in each link a place is its complement, so that none is zero.
    private int _firstFree = None;
    private long _keyBytes;
    private long _lostBytes;

    public int Count { get; private set; }

    /// <summary>Places ever taken, of which some may be free.</summary>
    public int Places => _places.Count;

    /// <summary>Bytes of all keys and values.</summary>
    public long Bytes { get; private set; }

    public bool TryGetValue(string key, out ValueLocation location)
    {
        var at = Find(key, HashOf(key));
        location = at == None ? default : _places[at].Location;
        return at != None;
    }

    /// <summary>Whether keys of so many bytes in all find room, in whatever lengths and order.</summary>
    public bool HasRoomFor(long bytes, long most)
    {
        if (!Fits() && _lostBytes > most / 16)
            Pack();
        return Fits();

        // Two pieces that follow each other hold more than one of them could.
        bool Fits() => _keys.Taken + (2 * bytes) + KeyArena.PieceLength <= most;
    }

    public void Set(string key, ValueLocation location)
    {
        var hash = HashOf(key);
        var at = Find(key, hash);
        if (at == None)
            at = Add(key, hash);
        ref var place = ref _places[at];
        Bytes += location.Length - place.Location.Length;
        place.Location = location;
    }

    public void Remove(string key)
    {
        var hash = HashOf(key);
        var at = Find(key, hash);
        if (at == None)
            return;
        ref var link = ref _buckets[hash & (_buckets.Length - 1)];
        while (link != ~at)
            link = ref _places[~link].Next;
        ref var place = ref _places[at];
        link = place.Next;

        var length = _keys.LengthOf(place.Key);
        Bytes -= length + place.Location.Length;
        _keyBytes -= length;
        _lostBytes += length;
        place = new() { Location = new(0, Free, 0), Next = ~_firstFree };
        _firstFree = at;
        Count--;
        if (_lostBytes > _keyBytes + FewBytes)
            Pack();
    }

    /// <summary>The keys in some of the places.</summary>
    public IEnumerable<KeyValuePair<string, ValueLocation>> In(int first, int count)
    {
        for (var at = first; at < Math.Min(Places, first + count); at++)
        {
            if (_places[at] is { Location.Length: not Free } place)
                yield return new(_keys.Read(place.Key), place.Location);
        }
    }

    private static int HashOf(string key) => StringComparer.Ordinal.GetHashCode(key);

    private int Find(string key, int hash)
    {
        for (var at = ~_buckets[hash & (_buckets.Length - 1)]; at != None; at = ~_places[at].Next)
        {
            ref var place = ref _places[at];
            if (place.Hash == hash && _keys.Is(place.Key, key))
                return at;
        }

        return None;
    }

    private int Add(string key, int hash)
    {
        if (Count >= KeysInABucket * _buckets.Length)
            Spread(2 * _buckets.Length);
        var address = _keys.Add(key);
        var at = _firstFree == None ? _places.Add() : _firstFree;
        ref var place = ref _places[at];
        if (at == _firstFree)
            _firstFree = ~place.Next;
        place = new() { Hash = hash, Key = address };
        Link(at);
        Count++;
        var length = _keys.LengthOf(address);
        Bytes += length;
        _keyBytes += length;
        return at;
    }

    private void Link(int at)
    {
        ref var place = ref _places[at];
        ref var first = ref _buckets[place.Hash & (_buckets.Length - 1)];
        (place.Next, first) = (first, ~at);
    }

    private void Spread(int buckets)
    {
        _buckets = new int[buckets];
        for (var at = 0; at < Places; at++)
        {
            if (_places[at].Location.Length != Free)
                Link(at);
        }
    }

    /// <summary>Leaves behind the keys that were removed.</summary>
    private void Pack()
    {
        // All are in their new places before any is looked for there: memory may run out on the way.
        var (packed, addresses) = (new KeyArena(), new Pieces<uint>());
        for (var at = 0; at < Places; at++)
            addresses[addresses.Add()] = IsFree(at) ? 0 : packed.AddFrom(_keys, _places[at].Key);
        for (var at = 0; at < Places; at++)
        {
            if (!IsFree(at))
                _places[at].Key = addresses[at];
        }

        (_keys, _lostBytes) = (packed, 0);

        bool IsFree(int at) => _places[at].Location.Length == Free;
    }

    /// <summary>A key and where its value lies. In steps of four bytes: there is one for every key.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct Place
    {
        public ValueLocation Location;
        public int Hash;
        public int Next;
        public uint Key;
    }
}
