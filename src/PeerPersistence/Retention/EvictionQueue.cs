namespace PeerPersistence;

/// <summary>Keeps at hand those who would be evicted next, so that a full store need not look at every peer at every store.</summary>
/// <remarks>
/// It holds the lowest ranks up to a bound; a peer above the bound is nobody's next victim. When it runs dry it is filled
/// anew from all peers, once in many evictions. The one thing that changes a rank by itself is time, which ends a newcomer's
/// grace: the newcomers whose grace ends next are kept by that instant, up to a bound as well. Not thread-safe: its directory
/// holds its own lock.
/// </remarks>
internal sealed class EvictionQueue
{
    private readonly SortedSet<EvictionRank> _lowest = [];
    private readonly Dictionary<string, EvictionRank> _ranks = new(StringComparer.Ordinal);
    private readonly SortedSet<(DateTimeOffset EndOfGrace, string PeerId)> _newcomers = [];
    private readonly Dictionary<string, PeerSummary> _spared = new(StringComparer.Ordinal);
    private EvictionRank? _bound;
    private DateTimeOffset _graceBound = DateTimeOffset.MaxValue;

    /// <summary>A peer was added, changed or (<paramref name="peer"/> is <c>null</c>) removed.</summary>
    public void Update(string peerId, PeerSummary? peer, DateTimeOffset now)
    {
        if (_ranks.Remove(peerId, out var old))
            _lowest.Remove(old);
        if (_spared.Remove(peerId, out var newcomer))
            _newcomers.Remove((EvictionRank.EndOfGrace(newcomer), peerId));
        if (peer is not { MayGo: true } || _bound is not { } bound)
            return;
        var rank = EvictionRank.Of(peer, now);
        if (rank.IsNewcomer)
            AddNewcomer(peer);
        if (rank.CompareTo(bound) <= 0)
            Add(rank);
    }

    /// <summary>
    /// The <paramref name="count"/> peers to evict next, without <paramref name="spared"/>; fewer where there are no more.
    /// </summary>
    public IReadOnlyList<string> Next(int count, Func<IReadOnlyCollection<PeerSummary>> all, ISet<string> spared, DateTimeOffset now)
    {
        while (_newcomers.Count > 0 && _newcomers.Min is var (end, peerId) && end <= now)
            Update(peerId, _spared[peerId], now);
        if (_lowest.Count < count + spared.Count || now >= _graceBound)
            Fill(all(), count + spared.Count, now);
        return [.. _lowest.Select(rank => rank.PeerId).Where(id => !spared.Contains(id)).Take(count)];
    }

    public void Clear()
    {
        _lowest.Clear();
        _ranks.Clear();
        _newcomers.Clear();
        _spared.Clear();
        _bound = null;
        _graceBound = DateTimeOffset.MaxValue;
    }

    private void Fill(IReadOnlyCollection<PeerSummary> all, int atLeast, DateTimeOffset now)
    {
        Clear();
        var size = atLeast + Math.Max(64, all.Count / 32);
        foreach (var rank in all.Where(peer => peer.MayGo).Select(peer => EvictionRank.Of(peer, now)).OrderBy(rank => rank).Take(size))
            Add(rank);
        _bound = _lowest.Count == 0 ? null : _lowest.Max;
        var newcomers = all.Where(
            peer => peer.MayGo && EvictionRank.Of(peer, now).IsNewcomer).OrderBy(EvictionRank.EndOfGrace).Take(size + 1).ToList();
        if (newcomers.Count > size)
            _graceBound = EvictionRank.EndOfGrace(newcomers[size]);
        foreach (var peer in newcomers)
            AddNewcomer(peer);
    }

    private void AddNewcomer(PeerSummary peer)
    {
        if (EvictionRank.EndOfGrace(peer) > _graceBound)
            return;
        _newcomers.Add((EvictionRank.EndOfGrace(peer), peer.PeerId));
        _spared[peer.PeerId] = peer;
    }

    private void Add(EvictionRank rank)
    {
        _lowest.Add(rank);
        _ranks[rank.PeerId] = rank;
    }
}
