namespace PeerPersistence;

/// <summary>Whom a cleanup takes. Pure; a pinned or blocked peer never goes.</summary>
internal static class CleanupPolicy
{
    /// <summary>Who goes by age or was given up; then, by rank, as many as exceed the places; then the largest strangers that exceed the size and are not active.</summary>
    /// <param name="peers">All readable peers.</param>
    /// <param name="places">Places taken.</param>
    /// <param name="size">The store's estimated size, bytes.</param>
    /// <param name="sizeOf">A peer's part of it, bytes.</param>
    /// <param name="hasListened">Whether anything was heard since the service was opened: otherwise nobody goes by the calendar.</param>
    /// <param name="options">The limits.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyCollection<string> Stale(
        IReadOnlyList<PeerSummary> peers, int places, long size, Func<string, long> sizeOf, bool hasListened, PeerPersistenceOptions options, DateTimeOffset now)
    {
        var leaving = peers.Where(MayGo).Where(IsOver).ToList();
        var going = leaving.Select(peer => peer.PeerId).ToHashSet(StringComparer.Ordinal);
        foreach (var peer in peers.Where(peer => MayGo(peer) && !going.Contains(peer.PeerId)).OrderBy(peer => EvictionRank.Of(peer, now)).Take(Math.Max(0, places - going.Count - options.MaxPeers)).ToList())
            going.Add(peer.PeerId);

        size -= going.Sum(sizeOf);
        var maxSize = options.MaxStorageMB * 1024 * 1024;
        foreach (var peer in peers.Where(MayGoForItsSize).OrderByDescending(peer => sizeOf(peer.PeerId)).ThenBy(peer => EvictionRank.Of(peer, now)))
        {
            if (size <= maxSize)
                break;
            going.Add(peer.PeerId);
            size -= sizeOf(peer.PeerId);
        }

        return going;

        bool IsOver(PeerSummary peer) =>
            RetentionPolicy.IsGivenUp(peer, options.Retention, now)
            || (peer.IsFriend && !options.OriginalRules
                ? peer.Vain.AreEnough(day => AnotherAnswered(peers, peer.PeerId, day), TimeSpan.FromDays(options.Retention.InactiveDays))
                : (hasListened || options.OriginalRules) && RetentionPolicy.IsInactive(peer, options.Retention, now));

        bool MayGoForItsSize(PeerSummary peer) =>
            MayGo(peer) && !peer.IsFriend && !going.Contains(peer.PeerId) && !RetentionPolicy.IsActive(peer, options.Retention, now);
    }

    /// <summary>Whether a friend other than this one answered us on a day, as far as is remembered.</summary>
    public static bool AnotherAnswered(IEnumerable<PeerSummary> peers, string peerId, ushort day) =>
        peers.Any(peer => peer.IsFriend && peer.PeerId != peerId && peer.OwnDays.Contains(day));

    /// <summary>All but <paramref name="keep"/>: strangers go before friends, the least recently seen first; pinned peers count towards those kept.</summary>
    /// <remarks>Whom the user blocked for good takes no place and stays.</remarks>
    public static IReadOnlyList<string> LeastRecentlySeen(IReadOnlyList<PeerSummary> peers, int keep)
    {
        var places = Math.Max(0, keep - peers.Count(peer => peer.IsPinned));
        return [.. peers.Where(peer => !peer.IsPinned && !peer.IsBlockedForGood)
            .OrderByDescending(peer => peer.IsFriend).ThenByDescending(peer => peer.LastSeen).ThenBy(peer => peer.PeerId, StringComparer.Ordinal)
            .Skip(places).Select(peer => peer.PeerId)];
    }

    /// <summary>When there is no room and nobody is stale: a fifth of all, strangers only that never connected.</summary>
    /// <remarks>A full disk may be another program's doing; it costs no friend.</remarks>
    public static IReadOnlyList<string> Strangers(IReadOnlyList<PeerSummary> peers, DateTimeOffset now) =>
        [.. peers.Where(peer => MayGo(peer) && peer is { IsFriend: false, EverConnected: false })
            .OrderBy(peer => EvictionRank.Of(peer, now)).Take(Math.Max(1, peers.Count / 5)).Select(peer => peer.PeerId)];

    /// <summary>Whether anything but the user may remove it.</summary>
    public static bool MayGo(PeerSummary peer) => peer is { IsPinned: false, IsBlocked: false };
}
