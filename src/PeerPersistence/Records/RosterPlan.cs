namespace PeerPersistence;

/// <summary>One attempt at a change of the roster: what was read, what is to be written, who has to go.</summary>
internal sealed class RosterPlan(PeerDirectory directory, DateTimeOffset now)
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>?> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredPeer?> _current = new(StringComparer.Ordinal);
    private readonly List<string> _written = [];
    private readonly HashSet<string> _writtenIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private int _notTakenIn;

    /// <summary>The commit that this plan becomes.</summary>
    public KeyValueBatch Batch { get; } = new();

    public RosterChange Outcome => new(_written, _removed, _notTakenIn);

    /// <summary>The peer as this plan has it so far.</summary>
    public bool Find(string peerId, out StoredPeer? planned) => _current.TryGetValue(peerId, out planned);

    /// <summary>Takes in a record; a damaged one counts as none, and storing over it heals it.</summary>
    public StoredPeer? Read(string peerId, ReadOnlyMemory<byte>? record)
    {
        _read[peerId] = record;
        return _current[peerId] = record is { } bytes && PeerJson.TryRead(bytes.Span, peerId, out var stored) ? stored : null;
    }

    public void Set(string peerId, StoredPeer peer)
    {
        _current[peerId] = peer;
        if (_writtenIds.Add(peerId))
            _written.Add(peerId);
    }

    public void Remove(string peerId, ReadOnlyMemory<byte> record)
    {
        _read[peerId] = record;
        _removed.Add(peerId);
    }

    /// <summary>Which stored peers will have to go if these are stored, as far as can be told before they are read.</summary>
    public IReadOnlyList<string> LikelyToGo(HashSet<string> peerIds, int places)
    {
        var excess = directory.Count + peerIds.Count(peerId => !directory.Contains(peerId)) - places;
        return excess > 0 ? directory.NextToEvict(excess, peerIds, now) : [];
    }

    /// <summary>Says which stored peers have to go, and drops written ones for whom there is no place.</summary>
    /// <param name="places">How many peers there may be.</param>
    /// <param name="ownLast">Whether those being written go only when nobody else can; a pinned one never does.</param>
    /// <exception cref="StoreFullException">Peers being written go last, and pinned ones leave no place for one that is new.</exception>
    public IReadOnlyList<string> MakeRoom(int places, bool ownLast)
    {
        var arrivals = _written.Where(IsNew).ToHashSet(StringComparer.Ordinal);
        var excess = directory.Count + arrivals.Count - places;
        if (excess <= 0)
            return [];

        var stored = directory.NextToEvict(excess, _writtenIds, now).Select(id => (Rank: EvictionRank.Of(directory.Find(id)!, now), IsLast: false));
        var own = _written.Select(id => PeerSummaries.Of(_current[id]!))
            .Where(peer => peer.MayGo || (!ownLast && arrivals.Contains(peer.PeerId)))
            .Select(peer => (Rank: EvictionRank.Of(peer, now), IsLast: ownLast || !peer.MayGo));
        var queue = stored.Concat(own).OrderBy(entry => entry.IsLast).ThenBy(entry => entry.Rank).Select(entry => entry.Rank.PeerId).ToList();
        if (ownLast && arrivals.Count > 0 && (queue.Count < excess || (queue.Count == excess && queue.TrueForAll(arrivals.Contains))))
            throw new StoreFullException($"All {places} places are taken by pinned peers, or by records that cannot be read.") { IsForGood = true, PeerIds = [.. _written.Where(arrivals.Contains)] };

        var going = queue.Take(excess).ToHashSet(StringComparer.Ordinal);
        _written.RemoveAll(going.Contains);
        _notTakenIn = going.Count(arrivals.Contains);
        return [.. going.Where(id => !arrivals.Contains(id))];
    }

    public KeyValueBatch Complete(StorageKeys keys)
    {
        foreach (var peerId in _written)
            Batch.Expect(keys.Peer(peerId), _read[peerId]).Set(keys.Peer(peerId), PeerJson.Write(_current[peerId]!));
        foreach (var peerId in _removed)
            Batch.Expect(keys.Peer(peerId), _read[peerId]).Remove(keys.Peer(peerId));

        // A new record rests on the index as it was read, too: it may have been listed by a peer that another writer removed since.
        foreach (var page in _written.Where(IsNew).Select(directory.PageOf).OfType<IndexPage>())
            Batch.Expect(keys.IndexPage(page.Number), page.Stored);

        var added = _written.Where(id => directory.PageOf(id) is null).ToList();
        foreach (var page in directory.Repage(added, _removed))
        {
            var key = keys.IndexPage(page.Number);
            Batch.Expect(key, page.Stored);
            if (page.Ids.Count == 0 && page.Number > 0)
                Batch.Remove(key);
            else
                Batch.Set(key, page.Write());
        }

        return Batch;
    }

    private bool IsNew(string peerId) => _read[peerId] is null;
}
