namespace PeerPersistence;

/// <summary>One attempt at a change of the roster: what was read, what is to be written, who has to go.</summary>
internal sealed class RosterPlan(PeerDirectory directory, DateTimeOffset now)
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>?> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredPeer?> _current = new(StringComparer.Ordinal);
    private readonly List<string> _written = [];
    private readonly HashSet<string> _writtenIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private IReadOnlyCollection<string> _refused = [];
    private bool _isFullOfFriends;

    /// <summary>The commit that this plan becomes.</summary>
    public KeyValueBatch Batch { get; } = new();

    public RosterChange Outcome => new(_written, _removed, _refused, _isFullOfFriends);

    /// <summary>The peer as this plan has it so far.</summary>
    public bool Find(string peerId, out StoredPeer? planned) => _current.TryGetValue(peerId, out planned);

    /// <summary>Takes in a record; of a damaged one, what can still be read. Storing over it heals it.</summary>
    public StoredPeer? Read(string peerId, ReadOnlyMemory<byte>? record)
    {
        _read[peerId] = record;
        return _current[peerId] = record is not { } bytes ? null
            : PeerJson.TryRead(bytes.Span, peerId, out var stored) ? stored
            : PeerJson.Rescue(bytes.Span, peerId, now);
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
        var excess = directory.PlacesTaken + peerIds.Count(peerId => !directory.Contains(peerId)) - places;
        return excess > 0 ? directory.NextToEvict(excess, peerIds, now) : [];
    }

    /// <summary>Says which stored peers have to go, and drops new ones for whom there is no place.</summary>
    /// <param name="places">How many peers there may be.</param>
    /// <param name="byUser">Whether the user stores them, see <see cref="RoomPolicy"/>.</param>
    public IReadOnlyCollection<string> MakeRoom(int places, bool byUser)
    {
        if (directory.PlacesTaken + _written.Count <= places)
            return [];
        var arrivals = _written.Where(IsNew).Select(id => PeerSummaries.Of(_current[id]!)).Where(peer => !peer.IsBlocked).ToList();
        var excess = directory.PlacesTaken + arrivals.Count - places;
        if (excess <= 0)
            return [];

        var room = byUser
            ? RoomPolicy.ForUser(arrivals, Stored(excess), excess, places, now)
            : RoomPolicy.ByRank(arrivals, [.. Lowest(excess), .. Rewritten()], excess, now);
        var dropped = room.Going.Concat(room.Refused).ToHashSet(StringComparer.Ordinal);
        _refused = [.. _written.Where(room.Refused.Contains)];
        _written.RemoveAll(dropped.Contains);
        _isFullOfFriends = arrivals.Exists(peer => peer.IsFriend && room.Refused.Contains(peer.PeerId))
            || (room.Refused.Count > 0 && !arrivals.Exists(peer => !peer.IsFriend && !room.Refused.Contains(peer.PeerId)));
        return room.Going;
    }

    /// <summary>Who is there and may go: where strangers are enough only these, otherwise all, those being written last.</summary>
    private List<PeerSummary> Stored(int excess)
    {
        var lowest = Lowest(excess);
        if (lowest.Count == excess && lowest[^1].Kind == PeerKind.Stranger)
            return lowest;
        var others = directory.Summaries.Where(peer => peer.MayGo && !_writtenIds.Contains(peer.PeerId));
        return [.. others.OrderBy(peer => EvictionRank.Of(peer, now)), .. Rewritten()];
    }

    /// <summary>Others who would go next.</summary>
    private List<PeerSummary> Lowest(int count) => [.. directory.NextToEvict(count, _writtenIds, now).Select(id => directory.Find(id)!)];

    /// <summary>Known ones, as they will be.</summary>
    private IEnumerable<PeerSummary> Rewritten() => _written.Where(id => !IsNew(id)).Select(id => PeerSummaries.Of(_current[id]!))
        .Where(peer => peer.MayGo).OrderBy(peer => EvictionRank.Of(peer, now));

    public KeyValueBatch Complete(StorageKeys keys)
    {
        foreach (var peerId in _written)
            Batch.ExpectRead(keys.Peer(peerId), _read[peerId]).SetOwn(keys.Peer(peerId), PeerJson.Write(_current[peerId]!));
        foreach (var peerId in _removed)
            Batch.ExpectRead(keys.Peer(peerId), _read[peerId]).Remove(keys.Peer(peerId));

        // A new record rests on the index as it was read, too: it may have been listed by a peer that another writer removed since.
        foreach (var page in _written.Where(IsNew).Select(directory.PageOf).OfType<IndexPage>())
            Batch.ExpectRead(keys.IndexPage(page.Number), page.Stored);

        var added = _written.Where(id => directory.PageOf(id) is null).ToList();
        foreach (var page in directory.Repage(added, _removed))
        {
            var key = keys.IndexPage(page.Number);
            Batch.ExpectRead(key, page.Stored);
            if (page.Ids.Count == 0 && page.Number > 0)
                Batch.Remove(key);
            else
                Batch.SetOwn(key, page.Write());
        }

        return Batch;
    }

    private bool IsNew(string peerId) => _read[peerId] is null;
}
