using System.Globalization;

namespace PeerPersistence;

/// <summary>The last keys that were committed, so that a reader who was here lately need not scan everything.</summary>
/// <remarks>Bounded; not thread-safe: its store holds its own lock.</remarks>
internal sealed class ChangeLog
{
    private const int Capacity = 4096;

    private readonly Queue<(long Commit, string Key)> _recent = new();
    private readonly string _history = Guid.NewGuid().ToString("N") + ":";
    private string? _token;
    private long _commits;
    private long _forgotten;

    private string Token => _token ??= _history + _commits.ToString(CultureInfo.InvariantCulture);

    public void Add(IEnumerable<string> keys)
    {
        var next = _commits + 1;
        foreach (var key in keys)
        {
            (_commits, _token) = (next, null);
            _recent.Enqueue((next, key));
        }

        while (_recent.Count > Capacity)
            _forgotten = _recent.Dequeue().Commit;
    }

    public StoreChanges Since(string? token)
    {
        if (token == Token)
            return new(Token, []) { Commits = 0 };
        if (CommitOf(token) is not { } since)
            return new(Token, null);
        var keys = since < _forgotten
            ? null
            : _recent.Where(change => change.Commit > since).Select(change => change.Key).ToHashSet(StringComparer.Ordinal);
        return new(Token, keys) { Commits = _commits - since };
    }

    /// <summary>The commit that a token names; <c>null</c>: it is none of this log's.</summary>
    private long? CommitOf(string? token) =>
        token is not null && token.StartsWith(_history, StringComparison.Ordinal)
        && long.TryParse(token[_history.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var commit) && commit < _commits
            ? commit
            : null;
}
