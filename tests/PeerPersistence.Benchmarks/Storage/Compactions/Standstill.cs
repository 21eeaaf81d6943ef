namespace PeerPersistence.Benchmarks.Storage;

/// <summary>A time in which no commit ended.</summary>
/// <param name="Length">All of it.</param>
/// <param name="Disk">While somebody, the writer or the compaction, waited for a call that writes or syncs.</param>
/// <param name="Collector">While the garbage collector held all threads.</param>
internal readonly record struct Standstill(TimeSpan Length, TimeSpan Disk, TimeSpan Collector)
{
    public TimeSpan WithoutDisk => Length - Disk;
}
