namespace PeerPersistence;

/// <summary>Whom a cleanup takes. Pure; a pinned peer never goes.</summary>
internal static class CleanupPolicy
{
    /// <summary>Everyone stale; then, by rank, as many as exceed the places; then those that exceed the size and are not active.</summary>
    /// <param name="peers">All readable peers.</param>
    /// <param name="tooMany">How many records exceed the places; negative where there is room.</param>
    /// <param name="tooLarge">By how many bytes the store exceeds the size to aim at; negative where there is room.</param>
    /// <param name="sizeOf">A peer's part of it, bytes.</param>
    /// <param name="options">How long peers are kept.</param>
    /// <param name="now">The present.</param>
    public static IReadOnlyCollection<string> Stale(
        IReadOnlyList<PeerSummary> peers, int tooMany, double tooLarge, Func<string, long> sizeOf, RetentionOptions options, DateTimeOffset now)
    {
        var going = peers.Where(peer => RetentionPolicy.IsStale(peer, options, now)).Select(peer => peer.PeerId).ToHashSet(StringComparer.Ordinal);
        tooLarge -= going.Sum(sizeOf);

        foreach (var peer in peers.Where(peer => !peer.IsPinned && !going.Contains(peer.PeerId)).OrderBy(peer => EvictionRank.Of(peer, now)))
        {
            if (going.Count < tooMany || (tooLarge > 0 && !RetentionPolicy.IsActive(peer, options, now)))
            {
                going.Add(peer.PeerId);
                tooLarge -= sizeOf(peer.PeerId);
            }
        }

        return going;
    }

    /// <summary>All but the <paramref name="keep"/> most recently seen; pinned peers count towards them.</summary>
    public static IReadOnlyList<string> LeastRecentlySeen(IReadOnlyList<PeerSummary> peers, int keep)
    {
        var places = Math.Max(0, keep - peers.Count(peer => peer.IsPinned));
        return [.. peers.Where(peer => !peer.IsPinned)
            .OrderByDescending(peer => peer.LastSeen).ThenBy(peer => peer.PeerId, StringComparer.Ordinal)
            .Skip(places).Select(peer => peer.PeerId)];
    }

    /// <summary>When there is no room and nobody is stale: a fifth of all, strangers only.</summary>
    /// <remarks>A full disk may be another program's doing; it costs no friend.</remarks>
    public static IReadOnlyList<string> Strangers(IReadOnlyList<PeerSummary> peers, DateTimeOffset now) =>
        [.. peers.Where(peer => peer is { IsPinned: false, EverConnected: false })
            .OrderBy(peer => EvictionRank.Of(peer, now)).Take(Math.Max(1, peers.Count / 5)).Select(peer => peer.PeerId)];
}
