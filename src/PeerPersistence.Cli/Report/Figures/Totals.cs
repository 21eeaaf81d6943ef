namespace PeerPersistence.Cli;

/// <summary>The numbers at the top of the report.</summary>
internal sealed record Totals(int Peers, int EverConnected, int SeenThisWeek, int Pinned, int Blacklisted, int Damaged, long SizeBytes)
{
    public static Totals Of(IReadOnlyList<PeerData> peers, StorageStats stats, DateTimeOffset now) => new(
        stats.PeerCount,
        peers.Count(peer => peer.LastConnected is not null),
        peers.Count(peer => now - peer.LastSeen <= TimeSpan.FromDays(7)),
        peers.Count(peer => peer.IsPinned),
        peers.Count(peer => peer.BlacklistUntil > now),
        stats.DamagedRecords,
        stats.EstimatedSizeBytes);
}
