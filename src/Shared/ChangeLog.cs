namespace PeerPersistence;

/// <summary>The last keys that were committed, so that a reader who was here lately need not scan everything.</summary>
/// <remarks>Bounded; not thread-safe: its store holds its own lock.</remarks>
internal sealed class ChangeLog
{
    private const int Capacity = 4096;

    private readonly Queue<(long Revision, string Key)> _recent = new();
    private long _revision = 1;
    private long _forgotten = 1;

    public void Add(IEnumerable<string> keys)
    {
        var next = _revision + 1;
        foreach (var key in keys)
        {
            _revision = next;
            _recent.Enqueue((next, key));
        }

        while (_recent.Count > Capacity)
            _forgotten = _recent.Dequeue().Revision;
    }

    public StoreChanges Since(long revision)
    {
        if (revision == _revision)
            return new(_revision, []);
        if (revision < _forgotten || revision > _revision)
            return new(_revision, null);
        return new(_revision, _recent.Where(change => change.Revision > revision).Select(change => change.Key).ToHashSet(StringComparer.Ordinal));
    }
}
