using Microsoft.Extensions.Logging;

namespace PeerPersistence;

/// <summary>Opens identities, keeps them open while they are used and a while longer, and closes them.</summary>
/// <remarks>
/// A place is taken when an opening begins and free when the closing has ended, so no identity is open twice. An opening that
/// takes the place of another begins when that one is closed: this is what bounds memory.
/// </remarks>
internal sealed class IdentityPool : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, IdentitySlot> _slots = new(StringComparer.Ordinal);
    private readonly LinkedList<IdentitySlot> _idle = new(); // the longest idle first
    private readonly TaskCompletionSource<bool> _emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _disposing = new();
    private readonly Func<string, Task<OpenIdentity>> _open;
    private readonly PeerPersistenceFactoryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private int _leaving;
    private bool _isDisposed;

    public IdentityPool(Func<string, Task<OpenIdentity>> open, PeerPersistenceFactoryOptions options, TimeProvider time, ILogger logger)
    {
        (_open, _options, _time, _logger) = (open, options, time, logger);
        _timer = time.CreateTimer(_ => CloseOverdue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Who is told of what any of an identity's services wrote.</summary>
    public WriteListeners WriteListeners { get; } = new();

    /// <summary>How many places are taken, by what is open, opens or closes.</summary>
    public int Count { get { lock (_gate) return _slots.Count; } }

    public bool IsDisposed { get { lock (_gate) return _isDisposed; } }

    /// <summary>Ends what would go on for good, and keep the disposal waiting.</summary>
    public CancellationToken Disposing => _disposing.Token;

    /// <summary>Opens an identity if it is closed, and keeps it open until what is returned is disposed of.</summary>
    /// <param name="identity">Whose.</param>
    /// <param name="cancellationToken">Ends only this caller's waiting.</param>
    public async ValueTask<Rental> RentAsync(string identity, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!TryEnter(identity, out var slot))
            {
                await slot.Gone.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            try
            {
                if (!slot.Opening.IsCompletedSuccessfully)
                    await slot.Opening.WaitAsync(cancellationToken).ConfigureAwait(false);
                return new(this, slot);
            }
            catch
            {
                Return(slot);
                throw;
            }
        }
    }

    /// <summary>As <see cref="RentAsync"/> where the identity is open; <c>null</c> where it is not.</summary>
    public Rental? RentIfOpen(string identity)
    {
        lock (_gate)
        {
            if (_slots.GetValueOrDefault(identity) is not { Opened: not null, IsLeaving: false } slot)
                return null;
            Enter(slot);
            return new(this, slot);
        }
    }

    /// <summary>Waits until an identity that is being closed is closed.</summary>
    public Task ClosingEndedAsync(string identity, CancellationToken cancellationToken)
    {
        lock (_gate)
            return _slots.GetValueOrDefault(identity) is { IsLeaving: true } slot
                ? slot.Gone.Task.WaitAsync(cancellationToken)
                : Task.CompletedTask;
    }

    public void Return(IdentitySlot slot)
    {
        lock (_gate)
        {
            slot.Users--;
            if (slot.Users > 0 || slot.IsLeaving)
                return;
            slot.IdleSince = _time.GetTimestamp();
            _idle.AddLast(slot.Node);
            CloseBeyond(_isDisposed ? 0 : _options.MaxOpen);
            if (_idle.First == slot.Node)
                Schedule(slot.IdleSince);
        }
    }

    /// <summary>Closes an identity with nothing left in its store, unless somebody else uses it as well.</summary>
    public Task EraseAsync(IdentitySlot slot)
    {
        lock (_gate)
            return slot.Users > 1 ? Task.CompletedTask : Leave(slot, opened => opened.EraseAsync());
    }

    /// <summary>Closes everything; what is in use, as soon as it is not.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isDisposed = true;
            CloseBeyond(0);
            CompleteWhenEmptied();
        }

        _disposing.Cancel();
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _emptied.Task.ConfigureAwait(false);
    }

    /// <summary><c>false</c>: it is being closed; wait until it is gone.</summary>
    private bool TryEnter(string identity, out IdentitySlot slot)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(IPeerPersistenceFactory));
            slot = _slots.GetValueOrDefault(identity) ?? Add(identity);
            if (slot.IsLeaving)
                return false;
            Enter(slot);
            return true;
        }
    }

    private void Enter(IdentitySlot slot)
    {
        slot.Users++;
        Wake(slot);
    }

    private IdentitySlot Add(string identity)
    {
        var slot = new IdentitySlot(identity);
        _slots[identity] = slot;
        var displaced = CloseBeyond(_options.MaxOpen);
        slot.Opening = Task.Run(() => OpenAsync(slot, displaced)).Observed();
        return slot;
    }

    private async Task OpenAsync(IdentitySlot slot, List<Task> displaced)
    {
        try
        {
            await Task.WhenAll(displaced).ConfigureAwait(false);
            slot.Opened = await _open(slot.Identity).ConfigureAwait(false);
        }
        catch
        {
            // Those who wait are told; whoever comes next tries again.
            lock (_gate)
            {
                if (!slot.IsLeaving)
                    Remove(slot);
            }

            throw;
        }
    }

    private List<Task> CloseBeyond(int places)
    {
        List<Task> closing = [];
        while (_slots.Count - _leaving > places && _idle.First is { } longest)
            closing.Add(Leave(longest.Value, CloseQuietlyAsync));
        return closing;
    }

    private void CloseOverdue()
    {
        lock (_gate)
        {
            var now = _time.GetTimestamp();
            while (_idle.First is { } longest && IdleTime(longest.Value, now) >= _options.IdleTimeout)
                Leave(longest.Value, CloseQuietlyAsync);
            Schedule(now);
        }
    }

    private void Schedule(long now)
    {
        if (_idle.First is { } longest)
            _timer.Change(_options.IdleTimeout - IdleTime(longest.Value, now), Timeout.InfiniteTimeSpan);
    }

    private TimeSpan IdleTime(IdentitySlot slot, long now) => _time.GetElapsedTime(slot.IdleSince, now);

    private Task Leave(IdentitySlot slot, Func<OpenIdentity, Task> close)
    {
        Wake(slot);
        slot.IsLeaving = true;
        _leaving++;
        return Task.Run(() => CloseAsync(slot, close));
    }

    private async Task CloseAsync(IdentitySlot slot, Func<OpenIdentity, Task> close)
    {
        try
        {
            // Given up by all who asked for it, it may still be opening.
            await Task.WhenAny(slot.Opening).ConfigureAwait(false);
            if (slot.Opened is { } opened)
                await close(opened).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _leaving--;
                Remove(slot);
            }
        }
    }

    private async Task CloseQuietlyAsync(OpenIdentity opened)
    {
        try
        {
            await opened.CloseAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _logger.IdentityNotClosed(e);
        }
    }

    private void Remove(IdentitySlot slot)
    {
        Wake(slot);
        slot.IsLeaving = true;
        _slots.Remove(slot.Identity);
        slot.Gone.TrySetResult(true);
        CompleteWhenEmptied();
    }

    private void CompleteWhenEmptied()
    {
        if (_isDisposed && _slots.Count == 0)
            _emptied.TrySetResult(true);
    }

    private void Wake(IdentitySlot slot)
    {
        if (slot.Node.List is not null)
            _idle.Remove(slot.Node);
    }
}
