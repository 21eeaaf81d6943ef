namespace PeerPersistence;

/// <summary>How little a peer is worth when places are scarce: the smallest goes first.</summary>
/// <remarks>
/// Strangers go before new friends, those before friends, whatever anybody claims. Among strangers who never connected goes first, a
/// newcomer is spared for its first day, then the least recently seen goes. Among new friends who was connected on fewer days goes
/// first; among friends who answered us less often, on fewer days, longer ago.
/// </remarks>
internal readonly struct EvictionRank(PeerKind kind, long first, long second, long recency, string peerId) : IComparable<EvictionRank>
{
    private static readonly TimeSpan NewcomersGrace = TimeSpan.FromHours(24);

    public PeerKind Kind => kind;

    public long First => first;

    public long Second => second;

    public long Recency => recency;

    public string PeerId => peerId;

    /// <summary>Whether it is a stranger whom only its first day spares.</summary>
    public bool IsNewcomer => Kind == PeerKind.Stranger && Second == 1;

    public static EvictionRank Of(PeerSummary peer, DateTimeOffset now)
    {
        var lastConnected = peer.LastConnected?.UtcTicks ?? 0;
        return peer.Kind switch
        {
            PeerKind.Stranger => new(
                peer.Kind, peer.EverConnected ? 1 : 0, now - peer.FirstSeen < NewcomersGrace ? 1 : 0, peer.LastSeen.UtcTicks, peer.PeerId),
            PeerKind.NewFriend => new(peer.Kind, peer.ConnectedDays, peer.OwnSuccesses, lastConnected, peer.PeerId),
            _ => new(peer.Kind, peer.OwnSuccesses, peer.OwnDays.Count, lastConnected, peer.PeerId),
        };
    }

    /// <summary>From when on a peer is a newcomer no longer.</summary>
    public static DateTimeOffset EndOfGrace(PeerSummary peer) => peer.FirstSeen + NewcomersGrace;

    public int CompareTo(EvictionRank other)
    {
        var order = Kind.CompareTo(other.Kind);
        if (order == 0)
            order = First.CompareTo(other.First);
        if (order == 0)
            order = Second.CompareTo(other.Second);
        if (order == 0)
            order = Recency.CompareTo(other.Recency);
        return order != 0 ? order : string.CompareOrdinal(PeerId, other.PeerId);
    }
}
