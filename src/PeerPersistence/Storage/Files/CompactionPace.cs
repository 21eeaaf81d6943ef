namespace PeerPersistence;

/// <summary>Lets the log grow by a share of what a compaction has copied: writers wait for that, in small portions.</summary>
internal sealed class CompactionPace(GroupWriter writer, KeyMap map, long floor)
{
    private double _share;
    private long _begun;
    private long _copiedBefore;
    private long _copied;

    /// <summary>Called between two writes.</summary>
    /// <param name="copied">How far the copy is.</param>
    public void Begin(long copied)
    {
        (_share, _begun) = (LogGrowth.ShareMeanwhile(map.LiveBytes, floor), writer.LogBytes);
        (_copiedBefore, _copied) = (copied, copied);
        writer.Hold(_begun);
    }

    public void Advance(long copied)
    {
        if (copied == _copied)
            return;
        _copied = copied;
        writer.Hold(_begun + (long)(_share * (copied - _copiedBefore)));
    }
}
