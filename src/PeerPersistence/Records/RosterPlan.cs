namespace PeerPersistence;

/// <summary>One attempt at a change of the roster: what was read, what is to be written, who has to go.</summary>
internal sealed class RosterPlan(PeerDirectory directory, DateTimeOffset now)
{
    private const int Some = 1024;

    private readonly Dictionary<string, Planned> _planned = new(StringComparer.Ordinal);
    private readonly List<string> _written = [];
    private readonly HashSet<string> _writtenIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _removed = new(StringComparer.Ordinal);
    private IReadOnlyCollection<string> _refused = [];
    private bool _isFullOfFriends;
    private int _dropped;
    private int _many = Some;

    /// <summary>The commit that this plan becomes.</summary>
    public KeyValueBatch Batch { get; } = new();

    public RosterChange Outcome => new(_written, _removed.Keys, _refused, _isFullOfFriends, _dropped);

    /// <summary>Whether this plan writes the peer so far.</summary>
    public bool Writes(string peerId) => _writtenIds.Contains(peerId);

    /// <summary>The peer as this plan has it so far, or else as it was read; of a damaged record, what can still be read.</summary>
    public StoredPeer? Find(string peerId, ReadOnlyMemory<byte>? read) =>
        (_planned.TryGetValue(peerId, out var planned) ? planned.Record : read) is not { } record ? null
            : PeerJson.TryRead(record.Span, peerId, out var stored) ? stored
            : PeerJson.Rescue(record.Span, peerId, now);

    /// <summary>Plans a record. Storing over a damaged one heals it.</summary>
    /// <remarks>It is kept as it will lie in the store: a peer may take many times the room.</remarks>
    public void Set(string peerId, ReadOnlyMemory<byte>? read, StoredPeer peer)
    {
        if (_writtenIds.Add(peerId))
            _written.Add(peerId);
        else
            read = _planned[peerId].Read;
        _planned[peerId] = new(read, PeerJson.Write(peer));
    }

    public void Remove(string peerId, ReadOnlyMemory<byte> record) => _removed[peerId] = record;

    /// <summary>Which stored peers will have to go if these are stored, as far as can be told before they are read.</summary>
    public IReadOnlyList<string> LikelyToGo(HashSet<string> peerIds, int places)
    {
        var excess = directory.PlacesTaken + peerIds.Count(peerId => !directory.Contains(peerId)) - places;
        return excess > 0 ? directory.NextToEvict(excess, peerIds, now) : [];
    }

    /// <summary>Drops new ones who find no place whoever else comes, so that a crowd of them takes no room.</summary>
    /// <remarks>Only where rank alone decides. Looks each time that twice as many are planned as it left.</remarks>
    public void DropHopeless(int places)
    {
        if (_written.Count < _many)
            return;
        var arrivals = Arrivals();
        if (arrivals.Count > places)
        {
            var hopeless = RoomPolicy.ByRank(arrivals, [], arrivals.Count - places, now).Refused;
            foreach (var peerId in hopeless)
            {
                _planned.Remove(peerId);
                _writtenIds.Remove(peerId);
            }

            _written.RemoveAll(peerId => !_writtenIds.Contains(peerId));
            _dropped += hopeless.Count;
        }

        _many = 2 * Math.Max(_written.Count, Some);
    }

    /// <summary>Says which stored peers have to go, and drops new ones for whom there is no place.</summary>
    /// <param name="places">How many peers there may be.</param>
    /// <param name="byUser">Whether the user stores them, see <see cref="RoomPolicy"/>.</param>
    public IReadOnlyCollection<string> MakeRoom(int places, bool byUser)
    {
        if (directory.PlacesTaken + _written.Count <= places)
            return [];
        var arrivals = Arrivals();
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

    /// <summary>Who is new and needs a place, in order.</summary>
    private List<PeerSummary> Arrivals() =>
        [.. _written.Where(IsNew).Select(SummaryOf).Where(peer => !peer.IsBlocked)];

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
    private IEnumerable<PeerSummary> Rewritten() => _written.Where(id => !IsNew(id)).Select(SummaryOf)
        .Where(peer => peer.MayGo).OrderBy(peer => EvictionRank.Of(peer, now));

    public KeyValueBatch Complete(StorageKeys keys)
    {
        foreach (var peerId in _written)
        {
            var (key, planned) = (keys.Peer(peerId), _planned[peerId]);
            Batch.ExpectRead(key, planned.Read).SetOwn(key, planned.Record);
        }

        foreach (var (peerId, record) in _removed)
            Batch.ExpectRead(keys.Peer(peerId), record).Remove(keys.Peer(peerId));

        // A new record rests on the index as it was read, too: it may have been listed by a peer that another writer removed since.
        foreach (var page in _written.Where(IsNew).Select(directory.PageOf).OfType<IndexPage>())
            Batch.ExpectRead(keys.IndexPage(page.Number), page.Stored);

        var added = _written.Where(id => directory.PageOf(id) is null).ToList();
        foreach (var page in directory.Repage(added, _removed.Keys))
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

    private bool IsNew(string peerId) => _planned[peerId].Read is null;

    private PeerSummary SummaryOf(string peerId) => PeerSummaries.Of(Find(peerId, null)!);

    /// <summary>What a record was and what it will be.</summary>
    private readonly record struct Planned(ReadOnlyMemory<byte>? Read, byte[] Record);
}
