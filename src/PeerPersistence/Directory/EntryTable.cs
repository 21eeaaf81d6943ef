namespace PeerPersistence;

/// <summary>What the directory holds of each id, in two thirds of the room of a dictionary: a summary says itself whose it is.</summary>
/// <remarks>
/// With each id comes one bucket (linear hashing, W. Litwin, 1980), so that nobody waits until a million are spread anew. Ids are listed in
/// the order in which they came, as long as none is removed. Not thread-safe.
/// </remarks>
internal sealed class EntryTable
{
    private readonly Pieces<Place> _places = new();
    private readonly Pieces<int> _pages = new(); // Of each place, plus one; 0: none.
    private readonly Pieces<int> _buckets = new(); // The first place of each; 0, which nothing is held in: none.
    private int _mask;
    private int _firstFree;

    public EntryTable()
    {
        NewPlace();
        AddBucket();
    }

    public int Count { get; private set; }

    /// <summary>All records, damaged ones included.</summary>
    public IEnumerable<PeerSummary> Records()
    {
        for (var at = 0; at < _places.Count; at++)
        {
            if (_places[at].Held is PeerSummary record)
                yield return record;
        }
    }

    public IEnumerable<KeyValuePair<string, DirectoryEntry>> All()
    {
        for (var at = 0; at < _places.Count; at++)
        {
            if (_places[at] is { Held: not null } place)
                yield return new(place.Id, EntryAt(at));
        }
    }

    /// <summary>What is held of an id; nothing of one that is not here.</summary>
    public DirectoryEntry Find(string id)
    {
        var at = PlaceOf(id, HashOf(id));
        return at == 0 ? default : EntryAt(at);
    }

    /// <summary>Takes in ids of one page.</summary>
    /// <returns><c>false</c>: one of them is here already. Those before it are taken in.</returns>
    public bool TryAdd(string[] ids, PeerSummary?[] records, int page)
    {
        Expect(Count + ids.Length);
        var hashes = Array.ConvertAll(ids, HashOf);
        // Steps that do not wait for each other: so the processor fetches from all over the memory what several need, at once.
        var firsts = Array.ConvertAll(hashes, hash => _buckets[BucketOf(hash)]);
        var fetched = 0;
        foreach (var first in firsts)
            fetched |= _places[first].Next;
        for (var i = 0; i < ids.Length; i++)
        {
            if (PlaceOf(ids[i], hashes[i]) != 0)
                return false;
            Put(Add(hashes[i]), ids[i], new() { Record = records[i], Page = page });
        }

        return fetched >= 0;
    }

    /// <summary>Holds this of an id. An entry that says nothing removes it.</summary>
    public void Set(string id, DirectoryEntry entry)
    {
        var hash = HashOf(id);
        var at = PlaceOf(id, hash);
        if (entry is not { HasRecord: false, Page: null })
            Put(at == 0 ? Add(hash) : at, id, entry);
        else if (at != 0)
            Remove(at, hash);
    }

    /// <summary>Makes room for so many.</summary>
    public void Expect(int count)
    {
        while (_buckets.Count < count)
            AddBucket();
    }

    /// <summary>The runtime's own, with a seed for each process: whoever chooses ids cannot choose those that meet.</summary>
    private static int HashOf(string id) => StringComparer.Ordinal.GetHashCode(id);

    private int BucketOf(int hash)
    {
        var bucket = hash & _mask;
        return bucket < _buckets.Count ? bucket : bucket & (_mask >> 1);
    }

    private DirectoryEntry EntryAt(int at) =>
        new() { Record = _places[at].Held as PeerSummary, Page = _pages[at] is > 0 and var page ? page - 1 : null };

    private int PlaceOf(string id, int hash)
    {
        var at = _buckets[BucketOf(hash)];
        while (at != 0)
        {
            ref var place = ref _places[at];
            if (place.Hash == hash && place.Id == id)
                break;
            at = place.Next;
        }

        return at;
    }

    private void Put(int at, string id, DirectoryEntry entry)
    {
        _places[at].Held = (object?)entry.Record ?? id;
        _pages[at] = entry.Page + 1 ?? 0;
    }

    private int Add(int hash)
    {
        if (Count >= _buckets.Count)
            AddBucket();
        var at = _firstFree == 0 ? NewPlace() : _firstFree;
        Count++; // Nothing from here on needs memory.
        ref var place = ref _places[at];
        if (at == _firstFree)
            _firstFree = place.Next;
        ref var first = ref _buckets[BucketOf(hash)];
        (place.Hash, place.Next, first) = (hash, first, at);
        return at;
    }

    private int NewPlace()
    {
        _pages.Add();
        return _places.Add();
    }

    private void Remove(int gone, int hash)
    {
        ref var at = ref _buckets[BucketOf(hash)];
        while (at != gone)
            at = ref _places[at].Next;
        ref var place = ref _places[gone];
        at = place.Next;
        (place, _firstFree) = (new() { Next = _firstFree }, gone);
        Count--;
    }

    /// <summary>The new bucket takes half of another one, the only one whose ids may belong to it.</summary>
    private void AddBucket()
    {
        var bucket = _buckets.Add();
        if (bucket > _mask)
            _mask = (2 * _mask) + 1;
        ref var at = ref _buckets[bucket & (_mask >> 1)];
        while (at != 0)
        {
            ref var place = ref _places[at];
            if (BucketOf(place.Hash) != bucket)
            {
                at = ref place.Next;
                continue;
            }

            ref var first = ref _buckets[bucket];
            (first, at, place.Next) = (at, place.Next, first);
        }
    }

    /// <summary>One is in memory for every peer.</summary>
    private struct Place
    {
        /// <summary>The record, or where there is none the id.</summary>
        public object? Held;

        public int Hash;

        /// <summary>The next place in the bucket, or the next free one; 0: there is none.</summary>
        public int Next;

        public readonly string Id => Held is PeerSummary record ? record.PeerId : (string)Held!;
    }
}
