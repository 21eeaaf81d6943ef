namespace PeerPersistence;

/// <summary>A commit of several frames while it is read, or of which frames are missing.</summary>
internal sealed class PartialCommit(FrameHeader first, long start)
{
    // No value lies in a file's header.
    private static readonly ValueLocation s_removed = default;

    private readonly KeyTable _changes = new();

    public long Sequence => first.Sequence;

    /// <summary>Where the first of its frames stands that was found.</summary>
    public long Start { get; } = start;

    /// <summary>Behind the last of its frames that was found.</summary>
    public long End { get; private set; }

    public int Frames { get; private set; }

    public bool IsWhole => Frames == first.Parts;

    public IEnumerable<KeyChange> Changes
    {
        get
        {
            foreach (var (key, location) in _changes.In(0, _changes.Places))
                yield return new(key, location == s_removed ? null : location);
        }
    }

    public void Add(FrameEntries entries, long end)
    {
        for (var position = 0; entries.TryNext(ref position, out var change);)
            _changes.Set(change.Key, change.Location ?? s_removed);
        Frames++;
        End = end;
    }
}
