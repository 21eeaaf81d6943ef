namespace PeerPersistence;

/// <summary>How full the store is.</summary>
public sealed record StorageStats
{
    /// <summary>Peers stored, damaged records included.</summary>
    public int PeerCount { get; init; }

    /// <summary>2 × the characters of all keys and values under the prefix, what a browser's storage would count.</summary>
    public long EstimatedSizeBytes { get; init; }

    /// <summary><see cref="EstimatedSizeBytes"/> in MiB with two decimals, such as "0.05".</summary>
    public string EstimatedSizeMB { get; init; } = "0.00";

    /// <summary>Peers at most.</summary>
    public int MaxPeers { get; init; }

    /// <summary><see cref="PeerCount"/> in percent of <see cref="MaxPeers"/> with one decimal, such as "42.0".</summary>
    public string UtilizationPercent { get; init; } = "0.0";

    /// <summary>When a cleanup last ran; the store's first opening where none has.</summary>
    public DateTimeOffset LastCleanup { get; init; }

    /// <summary>Records that cannot be read. They are kept: storing the peer again heals one, removing the peer drops it.</summary>
    public int DamagedRecords { get; init; }
}
