namespace PeerPersistence;

/// <summary>How little a peer is worth when places are scarce: the smallest goes first.</summary>
/// <remarks>
/// Who never connected goes before who did, so that a flood of strangers never pushes out a friend. Among equals a newcomer
/// is spared for its first day, then the least recently seen goes first.
/// </remarks>
internal readonly record struct EvictionRank(bool EverConnected, bool IsNewcomer, DateTimeOffset LastSeen, string PeerId) : IComparable<EvictionRank>
{
    private static readonly TimeSpan NewcomersGrace = TimeSpan.FromHours(24);

    public static EvictionRank Of(PeerSummary peer, DateTimeOffset now) =>
        new(peer.EverConnected, now - peer.FirstSeen < NewcomersGrace, peer.LastSeen, peer.PeerId);

    /// <summary>From when on a peer is a newcomer no longer.</summary>
    public static DateTimeOffset EndOfGrace(PeerSummary peer) => peer.FirstSeen + NewcomersGrace;

    public int CompareTo(EvictionRank other)
    {
        var order = EverConnected.CompareTo(other.EverConnected);
        if (order == 0)
            order = IsNewcomer.CompareTo(other.IsNewcomer);
        if (order == 0)
            order = LastSeen.CompareTo(other.LastSeen);
        return order != 0 ? order : string.CompareOrdinal(PeerId, other.PeerId);
    }
}
