namespace PeerPersistence;

/// <summary>Whom a cleanup takes. Pure; a pinned or blocked peer never goes.</summary>
internal static class CleanupPolicy
{
    /// <summary>
    /// Who goes by age or was given up; then, by rank, as many as exceed the places; then the largest strangers that exceed the size and
    /// are not active.
    /// </summary>
    /// <param name="peers">All readable peers.</param>
    /// <param name="tooMany">How many exceed the places; negative where there is room.</param>
    /// <param name="tooLarge">By how many bytes the store exceeds the size to aim at; negative where there is room.</param>
    /// <param name="sizeOf">A peer's part of it, bytes.</param>
    /// <param name="hasListened">Whether anything was heard since the service was opened: otherwise nobody goes by the calendar.</param>
    /// <param name="options">How long peers are kept.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyCollection<string> Stale(
        IReadOnlyList<PeerSummary> peers, int tooMany, double tooLarge, Func<string, long> sizeOf, bool hasListened,
        RetentionOptions options, DateTimeOffset now)
    {
        var going = peers.Where(peer => peer.MayGo && IsOver(peer)).Select(peer => peer.PeerId).ToHashSet(StringComparer.Ordinal);
        var staying = peers.Where(peer => peer.MayGo && !going.Contains(peer.PeerId)).OrderBy(peer => EvictionRank.Of(peer, now)).ToList();
        going.UnionWith(staying.Take(tooMany - going.Count).Select(peer => peer.PeerId));

        tooLarge -= going.Sum(sizeOf);
        foreach (var peer in staying.Where(MayGoForItsSize).OrderByDescending(peer => sizeOf(peer.PeerId)).TakeWhile(_ => tooLarge > 0))
        {
            going.Add(peer.PeerId);
            tooLarge -= sizeOf(peer.PeerId);
        }

        return going;

        bool IsOver(PeerSummary peer) =>
            RetentionPolicy.IsGivenUp(peer, options, now)
            || (peer.IsFriend && !options.OriginalRules
                ? peer.Vain.AreEnough(day => AnotherAnswered(peers, peer.PeerId, day), options.InactiveAfter.TotalDays)
                : (hasListened || options.OriginalRules) && RetentionPolicy.IsInactive(peer, options, now));

        bool MayGoForItsSize(PeerSummary peer) =>
            !peer.IsFriend && !going.Contains(peer.PeerId) && !RetentionPolicy.IsActive(peer, options, now);
    }

    /// <summary>Whether a friend other than this one answered us on a day, as far as is remembered.</summary>
    public static bool AnotherAnswered(IEnumerable<PeerSummary> peers, string peerId, ushort day) =>
        peers.Any(peer => peer.IsFriend && peer.PeerId != peerId && peer.OwnDays.Contains(day));

    /// <summary>All but <paramref name="keep"/>: strangers go before friends, the least recently seen first.</summary>
    /// <remarks>Pinned peers count towards those kept. Whom the user blocked for good takes no place and stays.</remarks>
    public static IReadOnlyList<string> LeastRecentlySeen(IReadOnlyList<PeerSummary> peers, int keep)
    {
        var places = Math.Max(0, keep - peers.Count(peer => peer.IsPinned));
        return [.. peers.Where(peer => !peer.IsPinned && !peer.IsBlockedForGood)
            .OrderByDescending(peer => peer.IsFriend).ThenByDescending(peer => peer.LastSeen)
            .ThenBy(peer => peer.PeerId, StringComparer.Ordinal)
            .Skip(places).Select(peer => peer.PeerId)];
    }

    /// <summary>When there is no room and nobody is stale: a fifth of all, strangers only that never connected.</summary>
    /// <remarks>A full disk may be another program's doing; it costs no friend.</remarks>
    public static IReadOnlyList<string> Strangers(IReadOnlyList<PeerSummary> peers, DateTimeOffset now) =>
        [.. peers.Where(peer => peer.MayGo && peer is { IsFriend: false, EverConnected: false })
            .OrderBy(peer => EvictionRank.Of(peer, now)).Take(Math.Max(1, peers.Count / 5)).Select(peer => peer.PeerId)];
}
