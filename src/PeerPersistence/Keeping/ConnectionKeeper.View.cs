using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace PeerPersistence;

/// <content>What it shows.</content>
public sealed partial class ConnectionKeeper
{
    private static readonly PropertyChangedEventArgs StateChanged = new(nameof(State));

    private TaskCompletionSource<bool> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary><see cref="State"/> is another one. Raised on the thread that changed it.</summary>
    public event PropertyChangedEventHandler? PropertyChanged;

    /// <summary>How things stand now; an immutable value, to be bound to.</summary>
    public KeeperState State
    {
        get
        {
            var links = _table.States();
            var present = links.Select(link => link.PeerId).ToHashSet(StringComparer.Ordinal);
            return new()
            {
                Status = StatusNow(),
                Connections = links,
                Missing = [.. _missing.Where(peer => !present.Contains(peer.PeerId))],
                Unrecorded = _outcomes.Count,
            };
        }
    }

    /// <summary>The states, from the present one on. A slow reader misses states in between, never the last.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<KeeperState> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (KeeperState? told = null; ;)
        {
            var next = Volatile.Read(ref _next).Task;
            var state = State;
            if (state != told)
                yield return told = state;
            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private KeeperStatus StatusNow() => _running is null || _stop.IsCancellationRequested ? KeeperStatus.Stopped
        : _isPaused ? KeeperStatus.Paused
        : _isOffline ? KeeperStatus.Offline
        : KeeperStatus.Running;

    private void Changed()
    {
        Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult(true);
        try
        {
            PropertyChanged?.Invoke(this, StateChanged);
        }
        catch (Exception e)
        {
            _logger.KeeperViewFailed(e.GetType().Name); // A display costs nobody a connection.
        }
    }
}
