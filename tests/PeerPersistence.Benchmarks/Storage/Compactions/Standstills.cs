using System.Diagnostics;

namespace PeerPersistence.Benchmarks.Storage;

/// <summary>The longest times in which no commit ended, and what they were made of.</summary>
internal sealed class Standstills(TimedFileSystem files)
{
    private static readonly TimeSpan s_long = TimeSpan.FromMilliseconds(5);

    private readonly object _gate = new();
    private long _last = Stopwatch.GetTimestamp();
    private TimeSpan _collected = GC.GetTotalPauseDuration();

    public Standstill Longest { get; private set; }

    /// <summary>The longest but for the disk's part.</summary>
    public Standstill LongestWithoutDisk { get; private set; }

    /// <summary>A commit has ended.</summary>
    public void Note()
    {
        lock (_gate)
        {
            var (now, collected) = (Stopwatch.GetTimestamp(), GC.GetTotalPauseDuration());
            var length = Stopwatch.GetElapsedTime(_last, now);
            if (length > s_long)
                Note(new(length, files.Within(_last, now), collected - _collected));
            (_last, _collected) = (now, collected);
        }
    }

    private void Note(Standstill standstill)
    {
        if (standstill.Length > Longest.Length)
            Longest = standstill;
        if (standstill.WithoutDisk > LongestWithoutDisk.WithoutDisk)
            LongestWithoutDisk = standstill;
    }
}
