namespace PeerPersistence;

/// <summary>
/// Weighs candidates by who says so: whom we reached ourselves before those who only say, or are said, to be there. Pure.
/// </summary>
/// <remarks>
/// An inbound connection and a name in gossip cost an attacker nothing, so a crowd of them must not stand between the app and its friends.
/// Anchors are an idea of Tor's and Bitcoin Core's: to whom we connected last is what no attacker can make up. It is counted in days, and
/// of one day the likelier come first: to the minute, anchors are whoever came by last, wherever it is night by now.
/// </remarks>
internal static class EvidenceOrder
{
    /// <summary>While others are left, so many claims are among ten.</summary>
    private const int ClaimsOfTen = 2;

    /// <summary>Among so many the anchors stand, and no claim while others are left.</summary>
    private const int FirstPlaces = 5;

    private const int MostAnchors = 2;

    private static readonly Comparer<RankedPeer> s_latestFirst = Comparer<RankedPeer>.Create(Latest);

    /// <summary>One order of both kinds. Within each it stays, apart from the anchors.</summary>
    /// <param name="proven">Whom we reached ourselves, the best first.</param>
    /// <param name="claimed">The others, the best first.</param>
    public static IEnumerable<RankedPeer> Merge(IEnumerable<RankedPeer> proven, IEnumerable<RankedPeer> claimed)
    {
        using var others = proven.GetEnumerator();
        using var claimants = claimed.GetEnumerator();
        var (isProven, isClaimed) = (others.MoveNext(), claimants.MoveNext());
        for (var (before, claims) = (0, 0); isProven || isClaimed; before++)
        {
            var isFree = claims < ClaimsOfTen * ((before + FirstPlaces) / 10);
            var takesClaim = isClaimed && (!isProven || (isFree && claimants.Current.Value > others.Current.Value));
            yield return takesClaim ? claimants.Current : others.Current;
            claims += takesClaim ? 1 : 0;
            (isProven, isClaimed) = takesClaim ? (isProven, claimants.MoveNext()) : (others.MoveNext(), isClaimed);
        }
    }

    /// <summary>The friends last connected stand among the first; the order of the others stays.</summary>
    /// <param name="proven">Whom we reached ourselves, the best first.</param>
    /// <param name="anchors">See <see cref="AnchorsOf"/>.</param>
    public static IEnumerable<RankedPeer> WithAnchors(IEnumerable<RankedPeer> proven, IReadOnlyList<RankedPeer> anchors)
    {
        var others = proven.Where(entry => !anchors.Contains(entry));
        var before = FirstPlaces - anchors.Count;
        return CandidateOrder.Sort(others.Take(before).Concat(anchors)).Concat(others.Skip(before));
    }

    /// <summary>The friends to whom we last connected ourselves, by the day.</summary>
    public static IReadOnlyList<RankedPeer> AnchorsOf(IEnumerable<RankedPeer> ranked)
    {
        var anchors = Anchors();
        foreach (var entry in ranked.Where(entry => MayAnchor(entry.Peer)))
            anchors.Add(entry);
        return anchors.Items;
    }

    /// <summary>Gathers what <see cref="AnchorsOf"/> gives, of those who <see cref="MayAnchor"/>.</summary>
    public static FirstFew<RankedPeer> Anchors() => new(MostAnchors, s_latestFirst);

    public static bool MayAnchor(PeerSummary peer) => peer is { Kind: PeerKind.Friend, IsProven: true, LastConnected: not null };

    private static int Latest(RankedPeer a, RankedPeer b)
    {
        var order = b.Peer.OwnDays.Last.CompareTo(a.Peer.OwnDays.Last);
        if (order == 0)
            order = b.Probability.CompareTo(a.Probability);
        return order != 0 ? order : string.CompareOrdinal(a.Peer.PeerId, b.Peer.PeerId);
    }
}
