namespace PeerPersistence;

/// <summary>What this service committed since the directory was last in step, to be taken in without reading it back.</summary>
/// <remarks>
/// Only commits count that were begun after the directory had come to the token it is at, so that none of them lies before it, and that
/// had returned before the store was asked. When the store then counts exactly as many since, nobody came between.
/// </remarks>
internal sealed class OwnCommits
{
    /// <summary>So few lie in the processor's cache still, and taking them in makes no large object.</summary>
    private const int ManyCommits = 256;

    /// <summary>A store remembers twice as many, so that one that is asked now still knows what others changed.</summary>
    private const int ManyKeys = 2048;

    /// <summary>Beyond, nobody takes them in: the store cannot be asked.</summary>
    private const int MostKeys = 2 * ManyKeys;

    private readonly object _gate = new();
    private readonly List<(long Began, long Ended, OwnChange[] Changes)> _done = [];
    private int _keys;
    private long _epoch;
    private long _clock;

    /// <summary>Called before a commit.</summary>
    public OwnCommitsMark Mark()
    {
        lock (_gate)
            return new(_epoch, ++_clock, _done.Count);
    }

    /// <summary>Called when the commit has taken place. A commit is kept however large it is.</summary>
    /// <returns>Whether so many have gathered that they should be taken in, before the store forgets them.</returns>
    public bool Add(OwnCommitsMark begun, OwnChange[] changes)
    {
        var keys = changes.Length;
        if (keys == 0)
            return false;
        lock (_gate)
        {
            if (begun.Epoch != _epoch)
                return false;
            if (_keys > MostKeys)
            {
                BeginAnew();
                return false;
            }

            _keys += keys;
            _done.Add((begun.Clock, ++_clock, changes));
            return _done.Count >= ManyCommits || _keys >= ManyKeys;
        }
    }

    /// <summary>Takes the commits out that the store's answer consists of, the latest change of each key.</summary>
    /// <param name="asked">Made before the store was asked.</param>
    /// <param name="commits">How many commits the store counts.</param>
    /// <returns><c>null</c>: somebody else committed, or nobody can tell. Then read, and <see cref="BeginAnew"/>.</returns>
    public IReadOnlyCollection<OwnChange>? TryTake(OwnCommitsMark asked, long? commits)
    {
        lock (_gate)
        {
            if (asked.Epoch != _epoch || commits != asked.Count)
                return null;
            var taken = _done.GetRange(0, asked.Count);
            if (Fold(taken) is not { } changes)
                return null;
            _done.RemoveRange(0, asked.Count);
            _keys -= taken.Sum(commit => commit.Changes.Length);
            return changes;
        }
    }

    /// <summary>The directory comes to its next token by reading: what was begun before may lie before or behind it.</summary>
    public void BeginAnew()
    {
        lock (_gate)
        {
            _done.Clear();
            (_keys, _epoch) = (0, _epoch + 1);
        }
    }

    /// <returns><c>null</c>: two that set the same key were under way at once, and which came last is not known.</returns>
    private static OwnChange[]? Fold(List<(long Began, long Ended, OwnChange[] Changes)> commits)
    {
        if (commits.Count == 1)
            return commits[0].Changes;
        var latest = new Dictionary<string, (OwnChange Change, long Ended)>(commits.Count, StringComparer.Ordinal);
        foreach (var commit in commits)
        {
            foreach (var change in commit.Changes)
            {
                if (latest.TryGetValue(change.Key, out var before) && before.Ended > commit.Began)
                    return null;
                latest[change.Key] = (change, commit.Ended);
            }
        }

        return [.. latest.Values.Select(last => last.Change)];
    }
}

/// <summary>An instant in the life of <see cref="OwnCommits"/>.</summary>
/// <param name="epoch">Which token of the directory it rests on, roughly: it changes with every reading.</param>
/// <param name="clock">Its place among the begins and ends of commits.</param>
/// <param name="count">How many commits had been added.</param>
internal readonly struct OwnCommitsMark(long epoch, long clock, int count)
{
    public long Epoch => epoch;

    public long Clock => clock;

    public int Count => count;
}
