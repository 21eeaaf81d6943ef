namespace PeerPersistence;

/// <summary>The options of a service. Wrong values fail at the start with an <c>OptionsValidationException</c> that names each.</summary>
public sealed class PeerPersistenceOptions
{
    /// <summary>What every key in the store begins with; <c>mesh:</c> unless set, not empty.</summary>
    public string KeyPrefix { get; set; } = "mesh:";

    /// <summary>How many peers any store holds at most; 100 unless set, at least 1.</summary>
    public int MaxPeers { get; set; } = 100;

    /// <summary>
    /// The size at which a cleanup aims, in MiB of <see cref="StorageStats.EstimatedSizeBytes"/>; 5 unless set, more than 0.
    /// </summary>
    public double MaxStorageMB { get; set; } = 5;

    /// <summary>
    /// The share of <see cref="MaxPeers"/> or <see cref="MaxStorageMB"/> from which a cleanup is due; 0.8 unless set, 0 to 1.
    /// </summary>
    public double CleanupThreshold { get; set; } = 0.8;

    /// <summary>How often a watch looks for what others wrote to the same store; 2 seconds unless set, zero (never) to a day.</summary>
    /// <remarks>A watch tells at once what this service writes. If the store cannot tell what changed, every look scans it.</remarks>
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long peers are kept.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>What a service works with does not change under it.</summary>
    internal PeerPersistenceOptions Copy()
    {
        var copy = (PeerPersistenceOptions)MemberwiseClone();
        copy.Retention = Retention.Copy();
        return copy;
    }
}
