using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>Writes the live data to a fresh file beside, which then takes the place of the old one.</summary>
/// <remarks>
/// Readers go on meanwhile, and so does the writer, by a share of what is copied. What changed is copied again and again, until little
/// is left: only that is copied while the writer waits. Where somebody holds a file so that it cannot be renamed, it is tried again for a
/// while, and the writer goes on as if there were no compaction.
/// </remarks>
internal sealed class Compactor(
    IFileSystem fileSystem, StorePaths paths, StorePlace place, KeyMap map, GroupWriter writer, FileStoreOptions options,
    ILogger logger) : IDisposable
{
    /// <summary>How many keys are copied at most while the writer waits.</summary>
    public const int Piece = 256;

    // Whether one is started and how far the log may grow change together: a limit set late would undo a newer one.
    private readonly object _gate = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _closing = new();
    private readonly CompactionPace _pace = new(writer, map, options.CompactionFloorBytes);
    private bool _isStarted;
    private long _notBeforeBytes;
    private Replacement? _replacement;

    /// <summary>Starts by itself where the log is as long as it may be; says how long that is otherwise. Called by the writer.</summary>
    public void Consider(long logBytes, long liveBytes)
    {
        lock (_gate)
        {
            if (_isStarted || _turn.CurrentCount == 0)
                return;
            var limit = Math.Max(LogGrowth.Limit(liveBytes, options.CompactionFloorBytes), _notBeforeBytes);
            if (logBytes <= limit)
            {
                writer.LimitTo(limit);
                return;
            }

            _isStarted = true;
            writer.Hold(logBytes);
        }

        // Commits wait for a compaction. So it must not wait for the thread pool, where all may be waiting for a commit.
        try
        {
            WriterThread.RunOrPool(() => _ = RunQuietlyAsync(logBytes));
        }
        catch (OutOfMemoryException)
        {
            PutOff(logBytes);
            LookAgain(isOurStart: true);
        }
    }

    /// <exception cref="ObjectDisposedException">The store was closed meanwhile.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunInTurnAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            LookAgain(isOurStart: false);
        }
    }

    /// <summary>Nothing is written before a rename that is on its way is answered.</summary>
    /// <param name="late">The rename.</param>
    /// <param name="otherwise">What must succeed then if it has failed; <c>null</c>: what the fresh log owes.</param>
    public void Await(Replacement late, Action? otherwise)
    {
        _replacement = late;
        writer.Await(() => SettleLate(late, otherwise));
    }

    /// <summary>Gives up what runs, and returns when it has.</summary>
    public async Task EndAsync()
    {
        _closing.Cancel();
        await _turn.WaitAsync().ConfigureAwait(false);
        _turn.Release();
    }

    /// <summary>Does something once no rename is on its way any more: mostly at once.</summary>
    public void WhenAllIsAnswered(Action then)
    {
        if (_replacement is { IsSettled: false } late)
            late.GiveUp(then);
        else
            then();
    }

    public void Dispose()
    {
        _turn.Dispose();
        _closing.Dispose();
    }

    private async Task RunInTurnAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            await _turn.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                await CopyAndSwitchAsync(either.Token).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(FileKeyValueStore));
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            throw IoErrors.ForCompaction(e);
        }
    }

    private async Task RunQuietlyAsync(long logBytes)
    {
        try
        {
            await RunInTurnAsync(CancellationToken.None).ConfigureAwait(false);
            _notBeforeBytes = 0;
        }
        catch (ObjectDisposedException)
        {
            // The store is closing.
        }
        catch (Exception e)
        {
            PutOff(logBytes);
            FileStoreLog.CompactionFailed(logger, e);
        }
        finally
        {
            LookAgain(isOurStart: true);
        }
    }

    /// <summary>The store goes on as it is, and tries again when it has grown by half.</summary>
    private void PutOff(long logBytes) => _notBeforeBytes = logBytes + logBytes / 2;

    /// <summary>One has ended. The writer considers the next after its next commit.</summary>
    private void LookAgain(bool isOurStart) => MemoryWait.Insist(
        static all => all.Compactor.LookAgainOnce(all.IsOurStart), (Compactor: this, IsOurStart: isOurStart));

    private void LookAgainOnce(bool isOurStart)
    {
        lock (_gate)
        {
            _isStarted &= !isOurStart;
            if (!_isStarted)
                writer.LimitTo(0); // Where commits wait it starts the writer, which nobody else would.
        }
    }

    private async Task CopyAndSwitchAsync(CancellationToken cancellationToken)
    {
        FreshLog? fresh = null;
        try
        {
            writer.RunBetweenWrites(Begin);
            fresh = new(fileSystem, paths);
            Copy(fresh, map.Keys(), cancellationToken);
            fresh.Sync();
            await HeldFiles.InsistAsync(
                () => Task.FromResult(CatchUpAndSwitch(fresh, cancellationToken)), options.Time, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            map.StopTracking();
            if (_replacement is not { IsSettled: false })
                fresh?.Dispose();
        }
    }

    private void Begin()
    {
        writer.Verify();
        map.StartTracking();
        _pace.Begin(FileHeader.Length);
    }

    private bool CatchUpAndSwitch(FreshLog fresh, CancellationToken cancellationToken)
    {
        try
        {
            writer.RunBetweenWrites(() => _pace.Begin(fresh.Log.End));
            for (LogFile? old = null; old is null; old?.Release())
            {
                while (map.TouchedCount > Piece)
                {
                    Copy(fresh, map.Touched(), cancellationToken);
                    fresh.Sync();
                    _pace.Advance(fresh.Log.End);
                }

                // What the writer was just writing may be more than a piece again.
                writer.RunBetweenWrites(() => old = map.TouchedCount > Piece ? null : Switch(fresh));
            }

            return true;
        }
        catch
        {
            writer.LimitTo(long.MaxValue);
            throw;
        }
    }

    private void Copy(FreshLog fresh, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            cancellationToken.ThrowIfCancellationRequested();
            fresh.Copy(key, map);
            _pace.Advance(fresh.Log.End);
        }
    }

    private LogFile Switch(FreshLog fresh)
    {
        Copy(fresh, map.Touched(), CancellationToken.None);
        fresh.Sync();
        writer.Verify();
        _replacement = new(fresh, place);
        if (!_replacement.IsAnswered(options.RenamePatience))
        {
            Await(_replacement, otherwise: null);
            throw new IOException(
                $"The copy must be renamed within {options.RenamePatience.TotalSeconds} s, and the system has not answered. Nothing is " +
                    "written until it has.");
        }

        try
        {
            _replacement.Settle();
        }
        catch
        {
            writer.Owe(fresh.Owed);
            throw;
        }

        return Use(fresh);
    }

    /// <summary>Called before each write while a rename is on its way: what is written now could be replaced by it.</summary>
    private void SettleLate(Replacement late, Action? otherwise)
    {
        if (!late.IsAnswered(TimeSpan.Zero))
            throw new IOException("The system has not answered yet whether the store's file was renamed.");
        try
        {
            late.Settle();
            Use(late.Fresh).Release();
        }
        catch (Exception e) when (IoErrors.IsIo(e))
        {
            writer.Owe(otherwise ?? late.Fresh.Owed);
            late.Fresh.Dispose();
        }
    }

    private LogFile Use(FreshLog fresh)
    {
        var old = map.Switch(fresh.Log, fresh.Locations);
        writer.Switch(fresh.Log, fresh.Owed);
        old.FreedAtOnce = fresh.Owed is null ? options.FreedAtOnce : null; // A power cut could bring it back.
        writer.Hold(LogGrowth.Limit(map.LiveBytes, options.CompactionFloorBytes)); // until the next may start
        return old;
    }
}
