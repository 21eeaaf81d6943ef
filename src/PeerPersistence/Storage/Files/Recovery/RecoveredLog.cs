namespace PeerPersistence;

/// <summary>What a file holds: what is whole, and what is not.</summary>
internal sealed class RecoveredLog
{
    public KeyTable Locations { get; } = new();

    /// <summary>In the order of the file.</summary>
    public List<DamagedRegion> Damaged { get; } = [];

    public uint Version { get; set; } = FileHeader.Version;

    public uint Salt { get; set; }

    /// <summary>Behind the last whole commit.</summary>
    public long End { get; set; } = FileHeader.Length;

    /// <summary>The number of the last commit that is known to have been on the disk.</summary>
    public long Synced { get; set; }

    public long LastSequence { get; set; }

    /// <summary>The number of the last whole commit of several frames.</summary>
    public long LastLarge { get; set; }

    public long FramesRead { get; set; }

    /// <summary>Before <see cref="End"/>.</summary>
    public long CommitsLost { get; set; }

    /// <summary>Behind <see cref="End"/>.</summary>
    public long CommitsTorn { get; set; }

    /// <summary>What stands behind <see cref="End"/>: nothing may be appended before it is cut off.</summary>
    public DamagedRegion? Tail { get; set; }

    /// <summary>The tail is more than the beginning of a commit that was never finished.</summary>
    public bool IsTailDamaged { get; set; }

    /// <summary>There is damage before <see cref="End"/>: only a rewritten file is free of it.</summary>
    public bool NeedsRewrite { get; set; }

    /// <summary>The last changes in order, and the commit up to which they are not all there.</summary>
    public List<(long Commit, string Key)> Recent { get; } = [];

    public long Forgotten { get; private set; }

    /// <summary>Whether nothing is missing, as far as anybody can tell: what was true of a state in it still is.</summary>
    public bool IsSound => !NeedsRewrite && Damaged.Count == 0 && CommitsLost == 0 && CommitsTorn == 0;

    /// <summary>Notes what a commit changed.</summary>
    public void Note(long commit, string key)
    {
        Recent.Add((commit, key));
        if (Recent.Count < 2 * ChangeLog.Capacity)
            return;
        Forgotten = Recent[ChangeLog.Capacity - 1].Commit;
        Recent.RemoveRange(0, ChangeLog.Capacity);
    }

    public IEnumerable<DamagedRegion> DamagedBeforeEnd => Damaged.Where(region => region.Offset < End);

    /// <summary>Takes the tail for something that is not damage.</summary>
    public void ForgetTail()
    {
        Damaged.RemoveAll(region => region.Offset >= End);
        (Tail, IsTailDamaged, CommitsTorn) = (null, false, 0);
    }
}
