namespace PeerPersistence;

/// <summary>Whom a cleanup takes. Pure; a pinned peer never goes.</summary>
internal static class CleanupPolicy
{
    /// <summary>Everyone stale; then, by rank, as many as exceed the places; then those that exceed the size and are not active.</summary>
    /// <param name="peers">All readable peers.</param>
    /// <param name="count">Records stored.</param>
    /// <param name="size">The store's estimated size, bytes.</param>
    /// <param name="sizeOf">A peer's part of it, bytes.</param>
    /// <param name="options">The limits.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyCollection<string> Stale(
        IReadOnlyList<PeerSummary> peers, int count, long size, Func<string, long> sizeOf, PeerPersistenceOptions options, DateTimeOffset now)
    {
        var going = peers.Where(peer => RetentionPolicy.IsStale(peer, options.Retention, now)).Select(peer => peer.PeerId).ToHashSet(StringComparer.Ordinal);
        size -= going.Sum(sizeOf);

        var maxSize = options.MaxStorageMB * 1024 * 1024;
        foreach (var peer in peers.Where(peer => peer.MayGo && !going.Contains(peer.PeerId)).OrderBy(peer => EvictionRank.Of(peer, now)))
        {
            var tooMany = count - going.Count > options.MaxPeers;
            var tooLarge = size > maxSize && !RetentionPolicy.IsActive(peer, options.Retention, now);
            if (tooMany || tooLarge)
            {
                going.Add(peer.PeerId);
                size -= sizeOf(peer.PeerId);
            }
        }

        return going;
    }

    /// <summary>All but the <paramref name="keep"/> most recently seen; pinned peers count towards them.</summary>
    public static IReadOnlyList<string> LeastRecentlySeen(IReadOnlyList<PeerSummary> peers, int keep)
    {
        var places = Math.Max(0, keep - peers.Count(peer => !peer.MayGo));
        return [.. peers.Where(peer => peer.MayGo)
            .OrderByDescending(peer => peer.LastSeen).ThenBy(peer => peer.PeerId, StringComparer.Ordinal)
            .Skip(places).Select(peer => peer.PeerId)];
    }

    /// <summary>When there is no room and nobody is stale: a fifth of all, strangers only.</summary>
    /// <remarks>A full disk may be another program's doing; it costs no friend.</remarks>
    public static IReadOnlyList<string> Strangers(IReadOnlyList<PeerSummary> peers, DateTimeOffset now) =>
        [.. peers.Where(peer => peer is { MayGo: true, EverConnected: false })
            .OrderBy(peer => EvictionRank.Of(peer, now)).Take(Math.Max(1, peers.Count / 5)).Select(peer => peer.PeerId)];
}
