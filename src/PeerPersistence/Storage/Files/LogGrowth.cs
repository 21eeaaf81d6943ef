namespace PeerPersistence;

/// <summary>How far a log may grow, by what lives in it and the floor of <see cref="FileStoreOptions.CompactionFloorBytes"/>.</summary>
/// <remarks>
/// Counted in bytes, not in time: so the file stays within 2.5 times what lives and the floor, however quick writers and copying are. Where
/// the floor is small beside what lives, the file and its copy stay within 3.2 times together.
/// </remarks>
internal static class LogGrowth
{
    /// <summary>How long the log is when it is compacted.</summary>
    public static long Limit(long live, long floor) =>
        FileHeader.Length + live + live / 4 * 3 + Math.Min(floor, long.MaxValue / 4);

    /// <summary>How many bytes may be written for each that is copied: less than half of one, so that what is left shrinks.</summary>
    public static double ShareMeanwhile(long live, long floor)
    {
        var all = live / 6 + Math.Min(live, floor) / 2;
        return all / (live + all + 1d);
    }

    /// <summary>By how much the file may be longer.</summary>
    public static int Ahead(long floor) => (int)Math.Min(256 * 1024, floor / 16);
}
