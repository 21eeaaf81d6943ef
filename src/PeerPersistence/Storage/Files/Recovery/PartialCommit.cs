namespace PeerPersistence;

/// <summary>A commit of several frames while it is read, or of which frames are missing.</summary>
internal sealed class PartialCommit(FrameHeader first, long start)
{
    public long Sequence => first.Sequence;

    /// <summary>Where the first of its frames stands that was found.</summary>
    public long Start { get; } = start;

    /// <summary>Behind the last of its frames that was found.</summary>
    public long End { get; private set; }

    public int Frames { get; private set; }

    public Dictionary<string, ValueLocation?> Changes { get; } = new(StringComparer.Ordinal);

    public bool IsWhole => Frames == first.Parts;

    public void Add(IReadOnlyList<KeyChange> changes, long end)
    {
        foreach (var (key, location) in changes)
            Changes[key] = location;
        Frames++;
        End = end;
    }
}
