using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>How a <see cref="FileKeyValueStore"/> works. Read once, when the store is opened.</summary>
public sealed class FileStoreOptions
{
    /// <summary>What an acknowledged commit survives; <see cref="Durability.Synced"/> unless set.</summary>
    public Durability Durability { get; set; } = Durability.Synced;

    /// <summary>
    /// While a file has less superseded data than this, in bytes, it is not compacted by itself; 4 MiB unless set, not negative. It is
    /// compacted as soon as the superseded data exceeds this and three quarters of the live data together. The file stays within 2.5 times
    /// the live data and this. If writers are quicker than the compaction, they wait for it a little at each commit.
    /// </summary>
    public long CompactionFloorBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// Whether the store is only looked at, as it is when it is opened. Off by default. Another process can write to it meanwhile. Nothing
    /// is created, locked, mended or written, and every write is refused.
    /// </summary>
    public bool ReadOnly { get; set; }

    /// <summary>
    /// Whether to accept a file that another user owns, or that others can write to. Off by default. On Unix such a file is then refused,
    /// unless it is root's and only root can write to it. A file of this user's that others can read is made private. Set it if a
    /// container or a volume decides whose files are. On Windows, and if the system does not tell, nothing is refused.
    /// </summary>
    public bool AllowSharedFile { get; set; }

    /// <summary>Where damage and compactions are logged. Unless set: nowhere, or in a container where the container logs.</summary>
    public ILogger? Logger { get; set; }

    /// <summary>
    /// By how much the file grows ahead of the log, so that most syncs need not record a new file size. Less at first: most openings write
    /// little. <c>null</c>: as much as the floor allows.
    /// </summary>
    internal int? BytesAhead { get; set; }

    /// <summary>What all keys may take in memory.</summary>
    internal long MostKeyBytes { get; set; } = KeyArena.Most;

    /// <summary>How much of a file that a compaction replaced is given back to the disk at a time.</summary>
    internal long FreedAtOnce { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long the system may take to rename a compacted or mended file before everybody goes on without.</summary>
    internal TimeSpan RenamePatience { get; set; } = HeldFiles.Patience;

    /// <summary>How long an opening waits for a rename without which there is no store.</summary>
    internal TimeSpan OpeningPatience { get; set; } = BoundedRename.Patience;

    /// <summary>By which a store that does not sync looks now and then whether its file is still in its place.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>The same, logging where it says or else here.</summary>
    internal FileStoreOptions LoggingTo(ILogger? logger)
    {
        var copy = (FileStoreOptions)MemberwiseClone();
        copy.Logger ??= logger;
        return copy;
    }

    internal void Validate()
    {
        if (Durability is not (Durability.Synced or Durability.Buffered))
            throw new ArgumentOutOfRangeException(nameof(Durability), Durability, "Must be a durability.");
        if (CompactionFloorBytes < 0)
            throw new ArgumentOutOfRangeException(nameof(CompactionFloorBytes), CompactionFloorBytes, "Must not be negative.");
    }
}
