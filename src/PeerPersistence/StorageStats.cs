using System.Text.Json.Serialization;

namespace PeerPersistence;

/// <summary>How full the store is.</summary>
/// <remarks>
/// In JSON the size is a text with two decimals, such as <c>"0.05"</c>, and the utilisation one with one, such as <c>"42.0"</c>.
/// </remarks>
public sealed record StorageStats
{
    /// <summary>How many peers are stored, damaged records included.</summary>
    public int PeerCount { get; init; }

    /// <summary>2 × the characters of all keys and values under the prefix, as a browser counts the size of its storage.</summary>
    public long EstimatedSizeBytes { get; init; }

    /// <summary><see cref="EstimatedSizeBytes"/> in MiB.</summary>
    [JsonConverter(typeof(MegabytesJsonConverter))]
    public double EstimatedSizeMB { get; init; }

    /// <summary>How many peers there can be.</summary>
    public int MaxPeers { get; init; }

    /// <summary><see cref="PeerCount"/> in percent of <see cref="MaxPeers"/>.</summary>
    [JsonConverter(typeof(PercentJsonConverter))]
    public double UtilizationPercent { get; init; }

    /// <summary>When a cleanup last ran; the store's first opening if none has.</summary>
    public DateTimeOffset LastCleanup { get; init; }

    /// <summary>How many records cannot be read. They are kept. Store the peer again to heal one, or remove the peer to drop it.</summary>
    public int DamagedRecords { get; init; }
}
