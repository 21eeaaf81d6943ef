using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <content>What it shows.</content>
public sealed partial class ConnectionKeeper
{
    private static readonly PropertyChangedEventArgs StateChanged = new(nameof(State));

    private readonly object _viewGate = new();
    private TaskCompletionSource<bool> _next = NewSignal();
    private PropertyChangedEventHandler? _listeners;
    private KeeperState? _told;
    private int _watchers;
    private volatile bool _isClosed;

    /// <summary>Raised when <see cref="State"/> has changed, on the thread that changed it.</summary>
    public event PropertyChangedEventHandler? PropertyChanged
    {
        add
        {
            lock (_viewGate)
            {
                _listeners += value;
                _told ??= State;
            }
        }

        remove
        {
            lock (_viewGate)
                _listeners -= value;
        }
    }

    /// <summary>How things stand now: an immutable value to bind to.</summary>
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

    /// <summary>Watches the states, from the present one until the keeper has stopped. A slow reader can miss states in between, but never
    /// the last one.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The states, as they come.</returns>
    public async IAsyncEnumerable<KeeperState> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        lock (_viewGate)
            _watchers++;
        try
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
        finally
        {
            lock (_viewGate)
                _watchers--;
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
            if (_watchers == 0 && _listeners is null)
            {
                _told = null; // Nobody is told, so it costs nothing.
                return;
            }

            var state = State;
            if (state == _told)
                return;
            _told = state;
            next = Interlocked.Exchange(ref _next, NewSignal());
        }

        next.TrySetResult(true);
        try
        {
            Volatile.Read(ref _listeners)?.Invoke(this, StateChanged);
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
