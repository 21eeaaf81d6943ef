using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <content>What it shows.</content>
public sealed partial class ConnectionKeeper
{
    private static readonly PropertyChangedEventArgs StateChanged = new(nameof(State));

    private readonly object _viewGate = new();
    private TaskCompletionSource<bool> _next = NewSignal();
    private KeeperState? _told;
    private volatile bool _isClosed;

    /// <summary><see cref="State"/> is another one. Raised on the thread that changed it.</summary>
    public event PropertyChangedEventHandler? PropertyChanged;

    /// <summary>How things stand now; an immutable value, to be bound to.</summary>
    public KeeperState State
    {
        get
        {
            var links = _table.States();
            return new()
            {
                Status = StatusNow(),
                Connections = links,
                Missing = [.. MissingNow(links)],
                Unrecorded = _outcomes.Count,
            };
        }
    }

    /// <summary>Watches the states, from the present one on until the keeper has stopped. A slow reader misses states in between, never the
    /// last.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The states, as they come.</returns>
    public async IAsyncEnumerable<KeeperState> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (KeeperState? told = null; ;)
        {
            var next = Volatile.Read(ref _next).Task;
            var isLast = _isClosed;
            var state = State;
            if (state != told)
                yield return told = state;
            if (isLast)
                yield break;
            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private KeeperStatus StatusNow() => _running is null || _stop.IsCancellationRequested ? KeeperStatus.Stopped
        : _isPaused ? KeeperStatus.Paused
        : _isOffline ? KeeperStatus.Offline
        : KeeperStatus.Running;

    /// <summary>Something may be another now. Who shows the state is told where it is.</summary>
    private void Changed()
    {
        TaskCompletionSource<bool> next;
        lock (_viewGate)
        {
            var state = State;
            if (state == _told)
                return;
            _told = state;
            next = Interlocked.Exchange(ref _next, NewSignal());
        }

        next.TrySetResult(true);
        try
        {
            PropertyChanged?.Invoke(this, StateChanged);
        }
        catch (Exception e)
        {
            _logger.KeeperViewFailed(e.GetType().Name); // A display costs nobody a connection.
        }
    }

    /// <summary>There is no other state after this one.</summary>
    private void Close()
    {
        _isClosed = true;
        Changed();
        Interlocked.Exchange(ref _next, NewSignal()).TrySetResult(true);
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
