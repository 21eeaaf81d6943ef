using System.Diagnostics;

namespace PeerPersistence;

/// <summary>What waits for the writer: commits in order, and at times errands that must run between two writes.</summary>
/// <param name="startWriter">Starts a writer that calls <see cref="Take"/> until there is no work. There is one at a time, and none while
/// there is no work.</param>
internal sealed class CommitQueue(Action startWriter)
{
    private readonly object _gate = new();
    private List<PendingCommit> _commits = [];
    private Action? _errand;
    private (long End, bool IsHard) _limit = (long.MaxValue, false);
    private volatile bool _hasWriter;
    private bool _isClosed;

    /// <summary><c>false</c>: the queue is closed.</summary>
    public bool TryAdd(PendingCommit commit)
    {
        lock (_gate)
        {
            if (_isClosed)
                return false;
            CallWriter();
            _commits.Add(commit);
            return true;
        }
    }

    /// <summary>Runs on the writer's thread, before the commits that wait.</summary>
    public Task RunBetweenWritesAsync(Action errand)
    {
        var done = new Answer();
        var work = () =>
        {
            errand();
            return true;
        };
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, typeof(FileKeyValueStore));
            CallWriter();
            _errand += () => done.TellOf(work);
        }

        return done.Task;
    }

    /// <summary>How far the log may grow. The last commit may cross it, and none begins beyond.</summary>
    /// <param name="end">Where the log ends then.</param>
    /// <param name="isHard">Whether commits wait beyond; otherwise one goes at a time, so that its writer looks again.</param>
    public void LimitTo(long end, bool isHard)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            _limit = (end, isHard);
            if (_commits.Count > 0)
                CallWriter();
        }
    }

    /// <summary>No more is accepted; what waits is still done, without a limit.</summary>
    /// <param name="isUntouched">Whether a writer would have nothing to end. Asked where there is none, and nothing waits.</param>
    /// <returns>Whether a writer ends it.</returns>
    public bool Close(Func<bool> isUntouched)
    {
        lock (_gate)
        {
            var isEnded = !_hasWriter && _commits.Count == 0 && isUntouched();
            if (!isEnded)
                CallWriter();
            (_limit, _isClosed) = ((long.MaxValue, false), true);
            return !isEnded;
        }
    }

    /// <summary>Nothing waits at this instant.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
                return _commits.Count == 0 && _errand is null;
        }
    }

    /// <summary>Whether the next commit will start a writer. It may have changed by then.</summary>
    public bool HasNoWriter => !_hasWriter;

    /// <summary>Where nothing waits, the writer leaves; its thread is nobody's then.</summary>
    public bool TryLeave()
    {
        lock (_gate)
        {
            if (_isClosed || _commits.Count > 0 || _errand is not null)
                return false;
            _hasWriter = false;
            return true;
        }
    }

    /// <summary>Gives callers that were just answered a moment to come back, so that the next write is worth its sync.</summary>
    public void Gather(int expected, TimeSpan atMost)
    {
        // The writer alone exchanges the list; a count that is a little old does no harm.
        var waiting = _commits;
        for (var start = Stopwatch.GetTimestamp(); waiting.Count < expected && Elapsed(start) < atMost;)
            Thread.Yield();
    }

    /// <param name="commits">An empty list; waiting commits are put into it, or it is exchanged for the one that they are in.</param>
    /// <param name="end">Where the log ends.</param>
    /// <param name="errand">What to run first.</param>
    public WriterTurn Take(ref List<PendingCommit> commits, long end, out Action? errand)
    {
        lock (_gate)
        {
            TakeCommits(ref commits, end);
            (errand, _errand) = (_errand, null);
            if (commits.Count > 0 || errand is not null)
                return WriterTurn.Work;
            _hasWriter = _isClosed;
            return _isClosed ? WriterTurn.End : WriterTurn.Leave;
        }
    }

    private void TakeCommits(ref List<PendingCommit> commits, long end)
    {
        var count = 0;
        for (var room = _limit.IsHard ? _limit.End - end : Math.Max(1, _limit.End - end); count < _commits.Count && room > 0; count++)
            room -= _commits[count].Length;
        if (count == _commits.Count)
        {
            (commits, _commits) = (_commits, commits);
            return;
        }

        commits.AddRange(_commits.GetRange(0, count)); // All, or where memory runs out none.
        _commits.RemoveRange(0, count);
    }

    private void CallWriter()
    {
        if (_hasWriter)
            return;
        startWriter();
        _hasWriter = true;
    }

    private static TimeSpan Elapsed(long start) => TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency);
}
