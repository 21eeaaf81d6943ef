using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>Writes the live data to a fresh file beside, which then takes the place of the old one.</summary>
/// <remarks>
/// Readers and the writer go on meanwhile. What changed is copied again and again, until little is left: only that is copied while the
/// writer waits. Where writers are quicker than copying, pieces are copied between their writes. Where somebody holds a file so that it
/// cannot be renamed, it is tried again for a while, and the writer goes on in between.
/// </remarks>
internal sealed class Compactor(
    IFileSystem fileSystem, StorePaths paths, StorePlace place, KeyMap map, GroupWriter writer, FileStoreOptions options,
    ILogger logger) : IDisposable
{
    /// <summary>How many keys are copied at most while the writer waits.</summary>
    public const int Piece = 256;

    private const int MostAtOnce = 1 << 20;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _closing = new();
    private Task _automatic = Task.CompletedTask;
    private long _notBeforeBytes;

    /// <summary>Starts by itself when garbage exceeds the live data and the floor. Called by the writer.</summary>
    public void Consider(long logBytes, long liveBytes)
    {
        var garbage = logBytes - FileHeader.Length - liveBytes;
        if (garbage > options.CompactionFloorBytes && garbage > liveBytes && logBytes >= _notBeforeBytes && _automatic.IsCompleted)
            _automatic = Task.Run(() => RunQuietlyAsync(logBytes));
    }

    /// <exception cref="ObjectDisposedException">The store was closed meanwhile.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
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

    /// <summary>Gives up what runs, and returns when it has.</summary>
    public async Task EndAsync()
    {
        _closing.Cancel();
        await _turn.WaitAsync().ConfigureAwait(false);
        _turn.Release();
    }

    public void Dispose()
    {
        _turn.Dispose();
        _closing.Dispose();
    }

    private async Task RunQuietlyAsync(long logBytes)
    {
        try
        {
            await RunAsync(CancellationToken.None).ConfigureAwait(false);
            _notBeforeBytes = 0;
        }
        catch (ObjectDisposedException)
        {
            // The store is closing.
        }
        catch (Exception e)
        {
            // The store goes on as it is, and tries again when it has grown by half.
            _notBeforeBytes = logBytes + logBytes / 2;
            FileStoreLog.CompactionFailed(logger, e);
        }
    }

    private async Task CopyAndSwitchAsync(CancellationToken cancellationToken)
    {
        await writer.RunBetweenWritesAsync(writer.Verify).ConfigureAwait(false);
        map.StartTracking();
        try
        {
            using var fresh = new FreshLog(fileSystem, paths);
            fresh.CopyFrom(map, cancellationToken);
            fresh.Sync();
            await HeldFiles.InsistAsync(() => CatchUpAndSwitchAsync(fresh, cancellationToken), options.Time, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            map.StopTracking();
        }
    }

    private async Task<bool> CatchUpAndSwitchAsync(FreshLog fresh, CancellationToken cancellationToken)
    {
        await CatchUpAsync(fresh, cancellationToken).ConfigureAwait(false);
        await writer.RunBetweenWritesAsync(() => Switch(fresh)).ConfigureAwait(false);
        return true;
    }

    private async Task CatchUpAsync(FreshLog fresh, CancellationToken cancellationToken)
    {
        for (var (left, before) = (map.TouchedKeys, int.MaxValue); left > Piece; (left, before) = (map.TouchedKeys, left))
        {
            if (left < before / 2)
                CopyTouched(fresh, int.MaxValue, cancellationToken);
            for (var piece = Piece; left >= before / 2 && map.TouchedKeys is var touched && touched > Piece / 2;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await writer.RunBetweenWritesAsync(() => CopyTouched(fresh, piece, cancellationToken)).ConfigureAwait(false);
                piece = map.TouchedKeys < touched ? piece : Math.Min(2 * piece, MostAtOnce); // there are more writers than that
            }

            fresh.Sync();
        }
    }

    private void CopyTouched(FreshLog fresh, int most, CancellationToken cancellationToken)
    {
        foreach (var key in map.TakeTouched(most))
        {
            cancellationToken.ThrowIfCancellationRequested();
            fresh.Add(key, map.Read(key));
        }
    }

    private void Switch(FreshLog fresh)
    {
        CopyTouched(fresh, int.MaxValue, CancellationToken.None);
        fresh.Sync();
        writer.Verify();
        try
        {
            fresh.TakeOver(place);
        }
        catch
        {
            writer.Owe(fresh.Owed);
            throw;
        }

        map.Switch(fresh.Log, fresh.Locations);
        writer.Switch(fresh.Log, fresh.Owed);
    }
}
