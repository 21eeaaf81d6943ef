namespace PeerPersistence;

/// <summary>What waits for the writer: commits in order, and at times an errand that must run between two writes.</summary>
internal sealed class CommitQueue
{
    private readonly object _gate = new();
    private List<PendingCommit> _commits = [];
    private Action? _errand;
    private bool _isClosed;

    public int Count
    {
        get
        {
            lock (_gate)
                return _commits.Count;
        }
    }

    public void Add(PendingCommit commit)
    {
        lock (_gate)
        {
            ThrowIfClosed();
            _commits.Add(commit);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Runs on the writer's thread, before the commits that wait. There is one errand at a time.</summary>
    public Task RunBetweenWritesAsync(Action errand)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ThrowIfClosed();
            _errand = () => Run(errand, done);
            Monitor.Pulse(_gate);
        }

        return done.Task;
    }

    /// <summary>No more is accepted; what waits is still done.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Waits for work. <c>false</c>: closed, and all is done.</summary>
    /// <param name="commits">An empty list, exchanged for the one with the waiting commits.</param>
    /// <param name="errand">What to run first.</param>
    public bool Take(ref List<PendingCommit> commits, out Action? errand)
    {
        lock (_gate)
        {
            while (_commits.Count == 0 && _errand is null && !_isClosed)
                Monitor.Wait(_gate);
            (commits, _commits) = (_commits, commits);
            (errand, _errand) = (_errand, null);
            return commits.Count > 0 || errand is not null;
        }
    }

    private static void Run(Action errand, TaskCompletionSource<bool> done)
    {
        try
        {
            errand();
            done.SetResult(true);
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }

    private void ThrowIfClosed() => ObjectDisposedException.ThrowIf(_isClosed, typeof(FileKeyValueStore));
}
