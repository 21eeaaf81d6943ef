namespace PeerPersistence;

/// <summary>How a <see cref="SqliteKeyValueStore"/> works. Read once, when the store is made.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>
    /// How long a commit or the opening waits for another process that is writing, before it throws <see cref="StoreLockedException"/>;
    /// 30 seconds unless set, not negative. Waiting holds no thread.
    /// </summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How large the database may become, in bytes, in whole pages of 4 KiB and without its write-ahead log; beyond it commits
    /// throw <see cref="StoreFullException"/>. At least 64 KiB; no limit unless set.
    /// </summary>
    public long? MaxSizeBytes { get; set; }

    /// <summary>
    /// Whether to accept a database or log that another user owns, or that others can write to. Off by default. On Unix such a file is
    /// then refused, unless it is root's and only root can write to it. A file of this user's that others can read is made private. Set it
    /// if a container or a volume decides whose files are. On Windows, and if the system does not tell, nothing is refused.
    /// </summary>
    public bool AllowSharedFile { get; set; }

    /// <summary>The clock by which <see cref="BusyTimeout"/> is measured; the system's unless set.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        if (BusyTimeout < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(BusyTimeout), BusyTimeout, "Must not be negative.");
        if (MaxSizeBytes < 64 * 1024)
            throw new ArgumentOutOfRangeException(nameof(MaxSizeBytes), MaxSizeBytes, "Must be at least 64 KiB.");
    }
}
