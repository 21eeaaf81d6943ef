namespace PeerPersistence;

/// <summary>The one thread that writes: it takes all waiting commits, writes them together, syncs once, then answers.</summary>
/// <remarks>
/// A commit whose expectations name a key that an earlier commit of the same round changes starts the next round. So
/// expectations are only ever judged against what is durable, and whichever commits of a torn round survive a
/// crash, none of them builds on one that did not.
/// </remarks>
internal sealed class GroupWriter
{
    private const long MaxRoundBytes = 4 * 1024 * 1024;

    private readonly KeyMap _map;
    private readonly bool _sync;
    private readonly int _writeAhead;
    private readonly CommitQueue _queue = new();
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<PendingCommit> _round = [];
    private readonly List<Frame> _frames = [];
    private readonly HashSet<string> _changing = new(StringComparer.Ordinal);
    private LogFile _log;
    private Action? _owed;
    private bool _isUnsynced;

    /// <param name="log">The file to append to.</param>
    /// <param name="map">What readers see.</param>
    /// <param name="options">Whether to sync before answering.</param>
    /// <param name="owed">What must succeed before anything is written.</param>
    public GroupWriter(LogFile log, KeyMap map, FileStoreOptions options, Action? owed)
    {
        (_log, _map, _owed) = (log, map, owed);
        _sync = options.Durability == Durability.Synced;
        _writeAhead = _sync ? options.WriteAheadBytes : 0;
        new Thread(Run) { IsBackground = true, Name = "PeerPersistence file writer" }.Start();
    }

    /// <summary>Called by the writer after each round with the bytes of the log and of the data that is live in it.</summary>
    public Action<long, long> Written { get; set; } = (_, _) => { };

    public Task<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken)
    {
        var commit = new PendingCommit(batch);
        commit.CancelWith(cancellationToken);
        if (!_queue.TryAdd(commit))
            commit.Fail(new ObjectDisposedException(nameof(FileKeyValueStore)));
        return commit.Result;
    }

    /// <summary>Runs something between two writes, after what is owed.</summary>
    public Task RunBetweenWritesAsync(Action errand) => _queue.RunBetweenWritesAsync(() =>
    {
        Settle();
        errand();
    });

    /// <summary>From the next write on the log is another file. Called between two writes.</summary>
    /// <param name="log">The other file, synced.</param>
    /// <param name="owed">What must succeed before anything is written to it.</param>
    public void Switch(LogFile log, Action? owed) => (_log, _owed, _isUnsynced) = (log, owed, false);

    /// <summary>Ends once everything that was accepted is written.</summary>
    /// <exception cref="PeerPersistenceException">Buffered commits could not be synced.</exception>
    public Task EndAsync()
    {
        _queue.Close();
        return _ended.Task;
    }

    private void Run()
    {
        List<PendingCommit> commits = [];
        while (_queue.Take(ref commits, out var errand))
        {
            errand?.Invoke();
            for (var next = 0; next < commits.Count;)
            {
                next = CollectRound(commits, next);
                WriteRound();
            }

            commits.Clear();
        }

        End();
    }

    /// <summary>Takes commits in order, as far as they go together, and returns where the next round begins.</summary>
    private int CollectRound(List<PendingCommit> commits, int next)
    {
        _round.Clear();
        _changing.Clear();
        var bytes = 0L;
        for (; next < commits.Count && bytes < MaxRoundBytes; next++)
        {
            var commit = commits[next];
            if (DependsOnRound(commit))
                break;
            if (!commit.TryTake() || !Holds(commit) || commit.Frame is not { } frame)
                continue;
            _round.Add(commit);
            bytes += frame.Length;
            foreach (var change in frame.Changes)
                _changing.Add(change.Key);
        }

        return next;
    }

    private bool DependsOnRound(PendingCommit commit)
    {
        foreach (var (key, _) in commit.Expectations)
        {
            if (_changing.Contains(key))
                return true;
        }

        return false;
    }

    /// <summary>Answers at once where nothing is to be written.</summary>
    private bool Holds(PendingCommit commit)
    {
        try
        {
            var holds = true;
            foreach (var (key, expected) in commit.Expectations)
                holds = holds && Holds(key, expected);
            if (!holds || commit.Frame is null)
                commit.Complete(holds);
            return holds;
        }
        catch (Exception e)
        {
            commit.Fail(e);
            return false;
        }
    }

    private bool Holds(string key, ReadOnlyMemory<byte>? expected) => _map.Read(key) is { } bytes
        ? expected is { } wanted && bytes.Span.SequenceEqual(wanted.Span)
        : expected is null;

    private void WriteRound()
    {
        if (_round.Count == 0)
            return;
        try
        {
            Write(_round, _writeAhead);
        }
        catch (Exception e) when (IoErrors.IsFull(e) && !_log.IsTorn)
        {
            // One large commit does not take the small ones along.
            foreach (var commit in _round)
                WriteAlone(commit);
        }
        catch (Exception e)
        {
            foreach (var commit in _round)
                commit.Fail(IoErrors.ForCommit(e, _log.IsTorn));
        }

        Written(_log.End, _map.LiveBytes);
    }

    private void WriteAlone(PendingCommit commit)
    {
        try
        {
            Write([commit], writeAhead: 0);
        }
        catch (Exception e)
        {
            commit.Fail(IoErrors.ForCommit(e, _log.IsTorn));
        }
    }

    private void Write(List<PendingCommit> commits, int writeAhead)
    {
        Settle();
        _frames.Clear();
        foreach (var commit in commits)
            _frames.Add(commit.Frame!);
        _log.Append(_frames, _sync, writeAhead);
        _isUnsynced = !_sync;
        _map.Apply(_frames);
        foreach (var commit in commits)
            commit.Complete(true);
    }

    private void Settle()
    {
        _owed?.Invoke();
        _owed = null;
    }

    private void End()
    {
        try
        {
            if (_isUnsynced)
                _log.Sync();
            Trim();
            _ended.SetResult(true);
        }
        catch (Exception e)
        {
            _ended.SetException(new PeerPersistenceException("The last commits could not be synced. They survive the process, not a power cut.", e));
        }
    }

    private void Trim()
    {
        // What is owed may be a damaged tail that was not set aside yet.
        if (_owed is not null)
            return;
        try
        {
            _log.Trim();
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            // Zeros stay behind the last frame; they mean nothing.
        }
    }
}
