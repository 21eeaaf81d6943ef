namespace PeerPersistence;

/// <summary>One attempt at a change of the roster: what was read, what is to be written, who has to go.</summary>
internal sealed class RosterPlan(PeerDirectory directory, DateTimeOffset now)
{
    private const int Some = 1024;
    private const int SmallRecord = 16 * 1024;

    private readonly Dictionary<string, PlannedPeer> _peers = new(StringComparer.Ordinal);
    private readonly List<string> _written = [];
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private IReadOnlyCollection<string> _refused = [];
    private (string PeerId, StoredPeer Peer)? _last;
    private bool _isFullOfFriends;
    private int _dropped;
    private int _many = Some;

    /// <summary>The commit that this plan becomes.</summary>
    public KeyValueBatch Batch { get; } = new();

    public RosterChange Outcome => new(_written, _removed, _refused, _isFullOfFriends, _dropped);

    /// <summary>Takes in a record as it was read; <c>null</c>: there is none.</summary>
    public void Take(string peerId, ReadOnlyMemory<byte>? record) => _peers[peerId] = new(record);

    /// <summary>Those of whom it was not taken in whether there is a record.</summary>
    public string[] Missing(string[] peerIds, IReadOnlyCollection<string> others) =>
        peerIds.Length == 1 && others.Count == 0 && _peers.Count == 0 ? peerIds
        : [.. peerIds.Concat(others).Distinct(StringComparer.Ordinal).Where(id => !_peers.ContainsKey(id))];

    /// <summary>The record as it was read.</summary>
    public ReadOnlyMemory<byte>? RecordOf(string peerId) => _peers[peerId].Record;

    /// <summary>Forgets what was read of those who are not written.</summary>
    public void Leave(IEnumerable<string> peerIds)
    {
        foreach (var peerId in peerIds)
        {
            if (_peers.TryGetValue(peerId, out var peer) && peer.Written is null)
                _peers.Remove(peerId);
        }
    }

    /// <summary>What the commit writes of a peer, where that need not be read again.</summary>
    public StoredPeer? Written(string peerId) => _last is var (id, peer) && id == peerId ? peer : null;

    /// <summary>The peer as this plan has it so far; of a damaged record, what can still be read. Storing over it heals it.</summary>
    public StoredPeer? Find(string peerId) =>
        Written(peerId) ?? (_peers[peerId].Latest is not { } record ? null
            : PeerJson.TryRead(record.Span, peerId, out var stored) ? stored
            : PeerJson.Rescue(record.Span, peerId, now));

    /// <remarks>All but the last, if it is small, are kept as they will lie in the store: a peer may take many times the room.</remarks>
    public void Set(string peerId, StoredPeer peer)
    {
        if (_peers[peerId].Written is null)
            _written.Add(peerId);
        var record = _peers[peerId].Written = PeerJson.Write(peer);
        _last = record.Length <= SmallRecord ? (peerId, peer) : null;
    }

    public void Remove(string peerId) => _removed.Add(peerId);

    /// <summary>Which stored peers will have to go if these are stored, as far as can be told before they are read.</summary>
    public IReadOnlyList<string> LikelyToGo(string[] peerIds, int places)
    {
        if (directory.PlacesTaken + peerIds.Length <= places)
            return [];
        var spared = peerIds.ToHashSet(StringComparer.Ordinal);
        var excess = directory.PlacesTaken + spared.Count(peerId => !directory.Contains(peerId)) - places;
        return excess > 0 ? directory.NextToEvict(excess, spared, now) : [];
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
                _peers.Remove(peerId);
            _written.RemoveAll(peerId => !_peers.ContainsKey(peerId));
            _last = null;
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
    private List<PeerSummary> Arrivals() => [.. _written.Where(IsNew).Select(SummaryOf).Where(peer => !peer.IsBlocked)];

    /// <summary>Who is there and may go: where strangers are enough only these, otherwise all, those being written last.</summary>
    private List<PeerSummary> Stored(int excess)
    {
        var (lowest, written) = (Lowest(excess), WrittenIds());
        if (lowest.Count == excess && lowest[^1].Kind == PeerKind.Stranger)
            return lowest;
        var others = directory.Summaries.Where(peer => peer.MayGo && !written.Contains(peer.PeerId));
        return [.. others.OrderBy(peer => EvictionRank.Of(peer, now)), .. Rewritten()];
    }

    /// <summary>Others who would go next.</summary>
    private List<PeerSummary> Lowest(int count) => [.. directory.NextToEvict(count, WrittenIds(), now).Select(id => directory.Find(id)!)];

    /// <summary>Known ones, as they will be.</summary>
    private IEnumerable<PeerSummary> Rewritten() => _written.Where(id => !IsNew(id)).Select(SummaryOf)
        .Where(peer => peer.MayGo).OrderBy(peer => EvictionRank.Of(peer, now));

    public KeyValueBatch Complete(StorageKeys keys)
    {
        List<string> added = new(_written.Count);
        foreach (var peerId in _written)
        {
            var (key, planned) = (keys.Peer(peerId), _peers[peerId]);
            Batch.ExpectRead(key, planned.Record).SetOwn(key, planned.Written!);
            // A new record rests on the index as it was read, too: it may have been listed by a peer that another writer removed since.
            if (directory.PageOf(peerId) is not { } page)
                added.Add(peerId);
            else if (planned.Record is null)
                Batch.ExpectRead(keys.IndexPage(page.Number), page.Stored);
        }

        if (_removed.Count > 0)
            CompleteRemovals(keys);
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

    private void CompleteRemovals(StorageKeys keys)
    {
        foreach (var peerId in _removed)
        {
            var key = keys.Peer(peerId);
            Batch.ExpectRead(key, _peers[peerId].Record).Remove(key);
        }

        // What the store says of them besides goes with them; nobody may have written it meanwhile.
        foreach (var page in _removed.Select(directory.PageOf).OfType<IndexPage>().Select(page => page.Number).Distinct())
            _ = directory.HasPart(page) ? Batch.Remove(keys.SummariesOf(page)) : Batch.ExpectRead(keys.SummariesOf(page), null);
    }

    private bool IsNew(string peerId) => _peers[peerId].Record is null;

    private PeerSummary SummaryOf(string peerId) => PeerSummaries.Of(Find(peerId)!);

    private HashSet<string> WrittenIds() => _written.ToHashSet(StringComparer.Ordinal);

    /// <param name="record">As it was read; <c>null</c>: there was none.</param>
    private sealed class PlannedPeer(ReadOnlyMemory<byte>? record)
    {
        public ReadOnlyMemory<byte>? Record => record;

        /// <summary>As it is to be; <c>null</c>: it is left.</summary>
        public byte[]? Written { get; set; }

        public ReadOnlyMemory<byte>? Latest => Written is null ? Record : Written;
    }
}
