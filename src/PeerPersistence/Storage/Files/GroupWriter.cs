using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace PeerPersistence;

/// <summary>The one thread that writes: it takes all waiting commits, writes them together, syncs once, then answers.</summary>
/// <remarks>The thread is borrowed while there is something to write: a process may have thousands of stores open.</remarks>
internal sealed class GroupWriter
{
    private static readonly TimeSpan MaxPatience = TimeSpan.FromMilliseconds(0.5);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly KeyMap _map;
    private readonly bool _sync;
    private readonly int _ahead;
    private readonly long _floor;
    private readonly CommitQueue _queue;
    private readonly Answer _ended = new();
    private readonly CommitRound _round;
    private readonly OwedWork _owedWork;
    private readonly List<CommitFrames> _frames = [];
    private LogFile _log;
    private Action? _owed;
    private bool _isUnsynced;
    private Exception? _failedSync;

    /// <param name="log">The file to append to.</param>
    /// <param name="map">What readers see.</param>
    /// <param name="options">Whether to sync before answering.</param>
    /// <param name="owedWork">How what is owed is done.</param>
    public GroupWriter(LogFile log, KeyMap map, FileStoreOptions options, OwedWork owedWork)
    {
        (_log, _map, _owedWork) = (log, map, owedWork);
        _round = new(map, options.MostKeyBytes);
        _sync = options.Durability == Durability.Synced;
        _ahead = _sync ? options.BytesAhead ?? LogGrowth.Ahead(options.CompactionFloorBytes) : 0;
        _floor = options.CompactionFloorBytes;
        _queue = new(Start);
        LimitTo(0);
    }

    /// <summary>Called by the writer after each round with the bytes of the log and of the data that is live in it.</summary>
    public Action<long, long> Written { get; set; } = (_, _) => { };

    public Task<bool> CommitAsync(KeyValueBatch batch, CancellationToken cancellationToken)
    {
        // Who cancels does not expect to run what waits for the commit.
        var commit = new PendingCommit(batch, !cancellationToken.CanBeCanceled && _queue.HasNoWriter && WriterThread.MayLend);
        commit.CancelWith(cancellationToken);
        return _queue.TryAdd(commit)
            ? commit.Result
            : Task.FromException<bool>(new ObjectDisposedException(nameof(FileKeyValueStore)));
    }

    /// <summary>How long the log is. To be asked between two writes.</summary>
    public long LogBytes => _log.End;

    /// <summary>Beyond that end of the log one commit is written at a time, and <see cref="Written"/> called.</summary>
    public void LimitTo(long end) => _queue.LimitTo(end, isHard: false);

    /// <summary>Beyond that end of the log commits wait.</summary>
    public void Hold(long end) => _queue.LimitTo(end, isHard: true);

    /// <summary>Runs something between two writes, after what is owed.</summary>
    public void RunBetweenWrites(Action errand)
    {
        Exception? failure = null; // Kept aside: where memory runs out, a task could not tell it.
        _queue.RunBetweenWritesAsync(() =>
        {
            try
            {
                Settle();
                errand();
            }
            catch (Exception e)
            {
                failure = e;
            }
        }).GetAwaiter().GetResult();
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Syncs what was acknowledged without.</summary>
    public Task FlushAsync() => _queue.RunBetweenWritesAsync(SyncAcknowledged);

    /// <summary>From the next write on the log is another file. Called between two writes.</summary>
    /// <param name="log">The other file, synced.</param>
    /// <param name="owed">What must succeed before anything is written to it.</param>
    public void Switch(LogFile log, Action? owed)
    {
        Owe(owed);
        (_log, _isUnsynced, _failedSync) = (log, false, null);
    }

    /// <summary>Nothing is written before this succeeds. Called between two writes.</summary>
    /// <param name="owed">Calls of the file system, done again where they have failed.</param>
    public void Owe(Action? owed) => _owed = owed is null ? null : () => _owedWork.Run(owed);

    /// <summary>Nothing is written before this succeeds. Called between two writes.</summary>
    /// <param name="settle">Looks whether a rename is answered, and waits for nothing.</param>
    public void Await(Action settle) => _owed = settle;

    /// <summary>Called between two writes.</summary>
    /// <exception cref="DisplacedFileException">The file is not in its place, or not as it was left.</exception>
    public void Verify() => _log.VerifyUntouched();

    /// <summary>Ends once everything that was accepted is written.</summary>
    /// <exception cref="PeerPersistenceException">Buffered commits could not be synced.</exception>
    public Task EndAsync()
    {
        if (!_queue.Close(IsUntouched))
            _ended.SetResult(true);
        return _ended.Task;
    }

    /// <summary>What is owed is done before the first write, so that nothing was written since.</summary>
    private bool IsUntouched() => _owed is not null && !_isUnsynced && _failedSync is null;

    /// <summary>What the writer needs, it is given by whoever calls it: he can be told where there is no memory for it.</summary>
    private void Start()
    {
        List<PendingCommit> commits = [];
        WriterThread.Run(() => Run(commits));
    }

    /// <returns>What to lend the thread for.</returns>
    private Action? Run(List<PendingCommit> commits)
    {
        while (TakeTurn(ref commits, out var took) == WriterTurn.Work)
        {
            if (HandOver(commits) is { } lent)
                return lent;
            if (commits.Count > 1)
                _queue.Gather(commits.Count, PatienceAfter(took));
            commits.Clear();
        }

        return null;
    }

    /// <summary>Whatever fails in it, the thread goes on: others wait, too.</summary>
    private WriterTurn TakeTurn(ref List<PendingCommit> commits, out TimeSpan took)
    {
        took = default;
        try
        {
            var turn = _queue.Take(ref commits, _log.End, out var errand);
            errand?.Invoke();
            var started = _clock.Elapsed;
            for (var next = 0; next < commits.Count;)
            {
                next = _round.Fill(commits, next);
                WriteRound();
            }

            if (turn == WriterTurn.Work && _queue.IsIdle)
                Seal();
            if (turn == WriterTurn.End)
                End();
            took = _clock.Elapsed - started;
            return turn;
        }
        catch (Exception e)
        {
            foreach (var commit in commits)
                Reply(commit, e);
            return WriterTurn.Work;
        }
    }

    /// <summary>Tells callers that may continue where they are told. One that is alone does so here: to wake a thread for him takes long.
    /// </summary>
    /// <returns>What tells him: this thread is the writer no more, and somebody else may have been meanwhile.</returns>
    private Action? HandOver(List<PendingCommit> commits)
    {
        if (commits is [{ HandOver: { } lone }] && _queue.TryLeave())
            return lone;

        foreach (var commit in commits)
        {
            if (commit.HandOver is { } tell)
                MemoryWait.Insist(WriterThread.LendAnother, tell);
        }

        return null;
    }

    private static TimeSpan PatienceAfter(TimeSpan write) => write < MaxPatience * 4 ? write / 4 : MaxPatience;

    private void WriteRound()
    {
        if (_round.Commits.Count == 0)
            return;
        try
        {
            // Not beyond where the log is compacted.
            var end = _log.End + _round.Commits.Sum(commit => commit.Length);
            Write(_round.Commits, (int)Math.Clamp(LogGrowth.Limit(_map.LiveBytes, _floor) - end, 0, _ahead));
        }
        catch (Exception e) when (IoErrors.IsFull(e) && !_log.IsTorn)
        {
            // One large commit does not take the small ones along.
            foreach (var commit in _round.Commits)
                WriteAlone(commit);
        }
        catch (Exception e)
        {
            foreach (var commit in _round.Commits)
                Reply(commit, e);
        }

        // A store that is open and idle holds nothing of what it wrote last.
        _frames.Clear();
        _round.Commits.Clear();
        Written(_log.End, _map.LiveBytes);
    }

    private void WriteAlone(PendingCommit commit)
    {
        try
        {
            Write([commit], ahead: 0);
        }
        catch (Exception e)
        {
            Reply(commit, e);
        }
    }

    private void Write(List<PendingCommit> commits, int ahead)
    {
        _map.Verify();
        Settle();
        _frames.Clear();
        foreach (var commit in commits)
            _frames.Add(commit.Frames!);
        var end = _log.End;
        try
        {
            _log.Append(_frames, _sync, ahead);
            _isUnsynced = !_sync;
            _map.Apply(_frames);
        }
        catch (Exception e) when (_log.End != end)
        {
            _map.GiveUp(e);
            throw;
        }

        foreach (var commit in commits)
            Reply(commit, null);
    }

    /// <summary>Whatever becomes of one caller, the next is told, too.</summary>
    private void Reply(PendingCommit commit, Exception? failure) =>
        MemoryWait.Insist(static all => all.Writer.Tell(all.Commit, all.Failure), (Writer: this, Commit: commit, Failure: failure));

    private void Tell(PendingCommit commit, Exception? failure)
    {
        if (failure is null)
            commit.Complete(true);
        else
            commit.Fail(_map.Failure is { } lost ? IoErrors.ForUntaken(lost) : IoErrors.ForCommit(failure, _log.IsTorn));
    }

    private void Settle()
    {
        while (_owed is { } owed)
        {
            owed();
            if (_owed == owed)
                _owed = null;
        }
    }

    /// <summary>After a failure only a compaction helps: asked again, a system may say yes to what it has given up.</summary>
    private void SyncAcknowledged()
    {
        if (_failedSync is not null)
            throw new IOException("An earlier attempt to sync failed.", _failedSync);
        if (!_isUnsynced)
            return;
        try
        {
            _log.Sync();
            _isUnsynced = false;
        }
        catch (Exception e) when (e is not DisplacedFileException)
        {
            _failedSync = e;
            throw;
        }
    }

    private void End() => _ended.TellOf(() =>
    {
        try
        {
            SyncAcknowledged();
            Seal();
            Trim();
            return true;
        }
        catch (Exception e)
        {
            throw new PeerPersistenceException("The last commits could not be synced. They survive the process, not a power cut.", e);
        }
    });

    /// <summary>So that a large commit that is damaged later is not taken for one that was never finished.</summary>
    private void Seal()
    {
        try
        {
            if (_owed is null)
                _log.Seal();
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            // The next commit says it, too.
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
