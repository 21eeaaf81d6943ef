namespace PeerPersistence;

/// <summary>What a file holds: what is whole, and what is not.</summary>
/// <remarks>Fields: of each property a process that starts would compile two methods before it has read its file.</remarks>
internal sealed class RecoveredLog
{
    public readonly KeyTable Locations = new();

    /// <summary>In the order of the file.</summary>
    public readonly List<DamagedRegion> Damaged = [];

    public uint Version = FileHeader.Version;

    public uint Salt;

    /// <summary>Behind the last whole commit.</summary>
    public long End = FileHeader.Length;

    /// <summary>The number of the last commit that is known to have been on the disk.</summary>
    public long Synced;

    public long LastSequence;

    /// <summary>The number of the last whole commit of several frames.</summary>
    public long LastLarge;

    public long FramesRead;

    /// <summary>Before <see cref="End"/>.</summary>
    public long CommitsLost;

    /// <summary>Behind <see cref="End"/>.</summary>
    public long CommitsTorn;

    /// <summary>What stands behind <see cref="End"/>: nothing may be appended before it is cut off.</summary>
    public DamagedRegion? Tail;

    /// <summary>The tail is more than the beginning of a commit that was never finished.</summary>
    public bool IsTailDamaged;

    /// <summary>There is damage before <see cref="End"/>: only a rewritten file is free of it.</summary>
    public bool NeedsRewrite;

    /// <summary>The last changes in order, and the commit up to which they are not all there.</summary>
    public readonly List<(long Commit, string Key)> Recent = [];

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
