namespace PeerPersistence.Benchmarks.Storage;

internal enum StoreMeasure
{
    /// <summary>Microseconds.</summary>
    LoneCommit,

    /// <summary>Microseconds within which 99 of 100 lone commits are.</summary>
    SlowCommit,

    /// <summary>Commits a second from 64 writers.</summary>
    ManyWriters,

    /// <summary>Microseconds.</summary>
    Get,

    /// <summary>Milliseconds for all records.</summary>
    Scan,

    /// <summary>Milliseconds until the first value is there.</summary>
    Open,

    /// <summary>Times the live data, in whole blocks.</summary>
    Size,

    /// <summary>Syncs of a lone commit.</summary>
    Syncs,
}
