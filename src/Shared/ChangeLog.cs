using System.Globalization;

namespace PeerPersistence;

/// <summary>Which keys were committed when, so that a reader need not scan everything.</summary>
/// <remarks>
/// The last ones in order; of those before, each key once with its last commit. Of these an eighth to a quarter of the store's keys are
/// kept: whoever missed more reads everything anew, which takes a few times as long, and a key takes 130 bytes. Not thread-safe: its
/// store holds its own lock.
/// </remarks>
internal sealed class ChangeLog
{
    /// <summary>How many changes are remembered in order.</summary>
    public const int Capacity = 4096;

    /// <summary>How many names of states are understood: of the rest, whoever has one reads everything anew.</summary>
    private const int MostNames = 1024;

    private readonly List<(long Commit, string Key)> _recent;
    private readonly List<(long Before, string Name)> _histories = [];
    private Dictionary<string, long> _earlier = new(StringComparer.Ordinal);
    private Dictionary<string, long> _oldest = new(StringComparer.Ordinal);
    private bool _isLasting;
    private string? _token;
    private int _firstRecent;
    private long _commits;
    private long _forgotten;
    private long _latestEarlier;
    private long _latestOldest;

    /// <summary>Of a store that is there as long as this object.</summary>
    public ChangeLog() : this(Guid.NewGuid().ToString("N"), 0, [], 0)
    {
    }

    /// <param name="history">See <see cref="Rename"/>.</param>
    /// <param name="commits">How many there were in it.</param>
    /// <param name="recent">The last changes.</param>
    /// <param name="forgotten">The number of the last commit that <paramref name="recent"/> does not tell all of.</param>
    public ChangeLog(string? history, long commits, List<(long Commit, string Key)> recent, long forgotten)
    {
        (_recent, _commits, _forgotten) = (recent, commits, forgotten);
        Rename(history, commits);
    }

    private string Token => _token ??= _histories[^1].Name + (_commits - _histories[^1].Before).ToString(CultureInfo.InvariantCulture);

    /// <summary>Names states in another way from now on. Some former names are understood as long as this object is there.</summary>
    /// <param name="history">What the data will be known by; <c>null</c>: by nothing, once this object is gone.</param>
    /// <param name="commits">How many commits there were in that history.</param>
    public void Rename(string? history, long commits)
    {
        if (_histories.Count == MostNames)
            _histories.RemoveAt(0);
        _histories.Add((_commits - commits, (history ?? Guid.NewGuid().ToString("N")) + ":"));
        (_isLasting, _token) = (history is not null, null);
    }

    /// <param name="keys">What was set or removed.</param>
    /// <param name="live">How many keys there are by now, roughly.</param>
    public void Add(IEnumerable<string> keys, int live)
    {
        var next = _commits + 1;
        foreach (var key in keys)
        {
            (_commits, _token) = (next, null);
            _recent.Add((next, key));
        }

        for (; _recent.Count - _firstRecent > Capacity; _firstRecent++)
        {
            var (commit, key) = _recent[_firstRecent];
            (_earlier[key], _latestEarlier) = (commit, commit);
        }

        if (_firstRecent >= Capacity)
        {
            _recent.RemoveRange(0, _firstRecent);
            _firstRecent = 0;
        }

        if (_earlier.Count > (Capacity / 2) + (live / 8))
            ForgetOldest();
    }

    public StoreChanges Since(string? token)
    {
        if (token == Token)
            return new(Token, []) { Commits = 0, IsLasting = _isLasting };
        if (CommitOf(token) is not { } since)
            return new(Token, null) { IsLasting = _isLasting };
        return new(Token, since < _forgotten ? null : KeysSince(since)) { Commits = _commits - since, IsLasting = _isLasting };
    }

    private IReadOnlyCollection<string> KeysSince(long since)
    {
        if (since == _commits - 1 && since >= Math.Max(_latestEarlier, _latestOldest))
            return KeysOfLast();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        // From the last one back: who asks often missed little.
        for (var i = _recent.Count - 1; i >= _firstRecent && _recent[i].Commit > since; i--)
            keys.Add(_recent[i].Key);
        if (since < _latestEarlier)
            keys.UnionWith(_earlier.Where(change => change.Value > since).Select(change => change.Key));
        if (since < _latestOldest)
            keys.UnionWith(_oldest.Where(change => change.Value > since).Select(change => change.Key));
        return keys;
    }

    /// <summary>Nearly always one commit was missed, and no key stands twice in it.</summary>
    private string[] KeysOfLast()
    {
        var count = 0;
        while (count < _recent.Count - _firstRecent && _recent[^(count + 1)].Commit == _commits)
            count++;
        var keys = new string[count];
        for (var i = 0; i < count; i++)
            keys[i] = _recent[_recent.Count - count + i].Key;
        return keys;
    }

    /// <summary>Half at once: to find out which keys are the oldest takes long, and writers wait meanwhile.</summary>
    private void ForgetOldest()
    {
        _forgotten = Math.Max(_forgotten, _latestOldest);
        _oldest.Clear();
        (_oldest, _earlier) = (_earlier, _oldest);
        _latestOldest = _latestEarlier;
    }

    /// <summary>The commit that a token names; <c>null</c>: it is none of this log's.</summary>
    private long? CommitOf(string? token)
    {
        if (token is null)
            return null;
        for (var i = _histories.Count - 1; i >= 0; i--) // Nearly all ask by the last one.
        {
            var (before, name) = _histories[i];
            if (token.StartsWith(name, StringComparison.Ordinal)
                && long.TryParse(token[name.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var commit)
                && commit <= _commits - before)
                return commit + before;
        }

        return null;
    }
}
