namespace PeerPersistence;

/// <summary>Commits that are written together, each of them as if it stood alone.</summary>
/// <remarks>
/// A commit whose expectations name a key that an earlier commit of the same round changes starts the next round. So
/// expectations are only ever judged against what is written for good, and whichever commits of a torn round survive
/// a crash, none of them builds on one that did not.
/// </remarks>
/// <param name="map">What is judged against.</param>
/// <param name="mostKeyBytes">What all keys may take.</param>
internal sealed class CommitRound(KeyMap map, long mostKeyBytes)
{
    private const long MaxBytes = 4 * 1024 * 1024;

    private readonly HashSet<string> _changing = new(StringComparer.Ordinal);
    private int _noted; // commits whose keys are in it

    /// <summary>What is to be written, in order.</summary>
    public List<PendingCommit> Commits { get; } = [];

    /// <summary>Takes commits in order, as far as they go together, and returns where the next round begins.</summary>
    /// <remarks>What needs no writing is answered on the way.</remarks>
    public int Fill(List<PendingCommit> waiting, int next)
    {
        Commits.Clear();
        _changing.Clear();
        _noted = 0;
        for (var bytes = 0L; next < waiting.Count && bytes < MaxBytes; next++)
        {
            var commit = waiting[next];
            if (Follows(commit))
                break;
            if (!commit.TryTake() || !Judge(commit, bytes) || commit.Frames is not { } frames)
                continue;
            Commits.Add(commit);
            bytes += frames.PayloadLength;
        }

        return next;
    }

    /// <summary>It has to wait for what this round changes.</summary>
    private bool Follows(PendingCommit commit)
    {
        if (commit.Expectations.IsEmpty)
            return false;
        for (; _noted < Commits.Count; _noted++)
            _changing.UnionWith(Commits[_noted].Frames!.Keys);
        foreach (var (key, _) in commit.Expectations)
        {
            if (_changing.Contains(key))
                return true;
        }

        return false;
    }

    private bool Judge(PendingCommit commit, long before)
    {
        try
        {
            var holds = true;
            foreach (var (key, expected) in commit.Expectations)
                holds = holds && Holds(key, expected);
            if (!holds || commit.Frames is null)
                commit.Complete(holds);
            else if (!map.HasRoomFor(commit.Frames, before, mostKeyBytes))
                throw new StoreFullException($"The store's keys must take at most {mostKeyBytes} bytes together. Nothing was committed.");
            return holds;
        }
        catch (Exception e)
        {
            commit.Fail(e);
            return false;
        }
    }

    private bool Holds(string key, ReadOnlyMemory<byte>? expected) => map.Read(key) is { } bytes
        ? expected is { } wanted && bytes.Span.SequenceEqual(wanted.Span)
        : expected is null;
}
