namespace PeerPersistence;

/// <summary>What <see cref="IPeerUpkeep.MaintainAsync"/> did.</summary>
public sealed record MaintenanceResult
{
    /// <summary>Peers that went, as in <see cref="IPeerUpkeep.CleanupStalePeersAsync"/>.</summary>
    public int Removed { get; init; }

    /// <summary>Blacklistings that were over, as in <see cref="IPeerUpkeep.ClearExpiredBlacklistsAsync"/>.</summary>
    public int BlacklistsLifted { get; init; }

    /// <summary>Whether the store got rid of the bytes of those who went.</summary>
    public bool Compacted { get; init; }
}
