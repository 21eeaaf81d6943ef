namespace PeerPersistence.Benchmarks.Storage;

/// <summary>What is measured of many writers; all but the first two each commit.</summary>
internal enum WritersMeasure
{
    /// <summary>Commits a second.</summary>
    PerSecond,

    /// <summary>Microseconds of processor time.</summary>
    Processor,

    /// <summary>Syncs, counted by the kernel.</summary>
    Syncs,

    /// <summary>Bytes in calls that write.</summary>
    Given,

    /// <summary>Bytes on their way to the disk, in whole pages.</summary>
    Pages,

    /// <summary>The same of a commit that is alone.</summary>
    LoneGiven,

    /// <summary>The same of a commit that is alone.</summary>
    LonePages,

    /// <summary>Collections of generation 0 and above, of 10,000 commits.</summary>
    Collections0,

    /// <summary>Of generation 1 and above.</summary>
    Collections1,

    /// <summary>Of generation 2.</summary>
    Collections2,
}
