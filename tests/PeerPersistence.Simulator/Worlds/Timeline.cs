namespace PeerPersistence.Simulator;

/// <summary>When something is so: disjoint spans, in seconds since the world began.</summary>
internal sealed class Timeline
{
    private readonly int[] _starts;
    private readonly int[] _ends;

    public Timeline(IEnumerable<(int Start, int End)> spans)
    {
        List<(int Start, int End)> merged = [];
        foreach (var span in spans.Where(span => span.End > span.Start).OrderBy(span => span.Start))
        {
            if (merged.Count > 0 && merged[^1].End >= span.Start)
                merged[^1] = (merged[^1].Start, Math.Max(merged[^1].End, span.End));
            else
                merged.Add(span);
        }

        _starts = [.. merged.Select(span => span.Start)];
        _ends = [.. merged.Select(span => span.End)];
    }

    public IEnumerable<(int Start, int End)> Spans => _starts.Zip(_ends);

    public int Length => Spans.Sum(span => span.End - span.Start);

    public bool Covers(int instant) => Find(instant) is var i && i >= 0 && instant < _ends[i];

    /// <summary>Whether a span begins after one instant and at or before another, and still holds then.</summary>
    public bool BeganWithin(int after, int until) => Find(until) is var i && i >= 0 && _starts[i] > after && until < _ends[i];

    private int Find(int instant)
    {
        var i = Array.BinarySearch(_starts, instant);
        return i >= 0 ? i : ~i - 1;
    }
}
