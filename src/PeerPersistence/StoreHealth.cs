namespace PeerPersistence;

/// <summary>How a store is that can be reached.</summary>
public sealed record StoreHealth
{
    /// <summary>How full it is, and how many records are damaged.</summary>
    public required StorageStats Stats { get; init; }

    /// <summary>Whether its secrets can be opened.</summary>
    public required KeyStatus Keys { get; init; }

    /// <summary>What was found in its file when it was opened; <c>null</c> if it is no file store.</summary>
    public StoreRecoveryReport? Recovery { get; init; }

    /// <summary>Whether the browser agreed to keep what this site stores when room is short; <c>null</c>: the store is in no
    /// browser.</summary>
    public bool? IsPersisted { get; init; }

    /// <summary>Nothing is damaged and no key is missing.</summary>
    public bool IsSound => Stats.DamagedRecords == 0 && Keys != KeyStatus.Unavailable && Recovery is null or { IsClean: true };
}
