namespace PeerPersistence;

/// <summary>What a file holds: what is whole, and what is not.</summary>
internal sealed class RecoveredLog
{
    public Dictionary<string, ValueLocation> Locations { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order of the file.</summary>
    public List<DamagedRegion> Damaged { get; } = [];

    public uint Salt { get; set; }

    /// <summary>Behind the last whole frame.</summary>
    public long End { get; set; } = FileHeader.Length;

    public long LastSequence { get; set; }

    public long FramesRead { get; set; }

    /// <summary>Before <see cref="End"/>.</summary>
    public long CommitsLost { get; set; }

    /// <summary>Behind <see cref="End"/>.</summary>
    public long CommitsTorn { get; set; }

    /// <summary>There is damage behind <see cref="End"/>: nothing may be appended before it is cut off.</summary>
    public bool HasTornTail { get; set; }

    /// <summary>There is damage before <see cref="End"/>: only a rewritten file is free of it.</summary>
    public bool NeedsRewrite { get; set; }

    public IEnumerable<DamagedRegion> DamagedBeforeEnd => HasTornTail ? Damaged.SkipLast(1) : Damaged;

    /// <summary>Takes the torn tail for something that is not damage.</summary>
    public void ForgetTornTail()
    {
        Damaged.RemoveAt(Damaged.Count - 1);
        (HasTornTail, CommitsTorn) = (false, 0);
    }
}
