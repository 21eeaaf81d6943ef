namespace PeerPersistence;

/// <summary>
/// Whose records were written since a watch last looked. Writers add and never wait; it does not grow beyond its capacity.
/// </summary>
/// <remarks>But for the first time: until the watch has read how things stood, nobody else knows what they were before.</remarks>
internal sealed class PendingChanges
{
    public const int Capacity = 4096;

    private readonly object _gate = new();
    private Dictionary<string, ReadOnlyMemory<byte>?> _before = new(StringComparer.Ordinal);
    private int _capacity = int.MaxValue;
    private bool _overflowed;
    private bool _mustLook;
    private bool _closed;
    private TaskCompletionSource<bool> _arrival = NewArrival();

    /// <summary>Completes when there is something to take; fails when the service was disposed.</summary>
    public Task Arrival { get { lock (_gate) return _arrival.Task; } }

    /// <param name="peerId">Whose record was, or may soon be, written.</param>
    /// <param name="before">What it was; kept where this is the first time since it was last taken.</param>
    public void Add(string peerId, ReadOnlyMemory<byte>? before)
    {
        lock (_gate)
        {
            if (_before.Count == _capacity && !_before.ContainsKey(peerId))
                _overflowed = true;
            else
                _before.TryAdd(peerId, before);
            _arrival.TrySetResult(true);
        }
    }

    /// <summary>Somebody else wrote, and who was written is not known: a look is due.</summary>
    public void MustLook()
    {
        lock (_gate)
        {
            _mustLook = true;
            _arrival.TrySetResult(true);
        }
    }

    /// <summary>Takes what there is: records by peer, as they were before, in the order in which they were written.</summary>
    /// <param name="overflowed">There were more: whatever may have changed has to be looked for.</param>
    /// <param name="mustLook">The store has to be asked what others wrote.</param>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>?> Take(out bool overflowed, out bool mustLook)
    {
        lock (_gate)
        {
            var taken = _before;
            (overflowed, mustLook) = (_overflowed, _mustLook);
            _before = new(StringComparer.Ordinal);
            (_overflowed, _mustLook) = (false, false);
            _capacity = Capacity;
            if (!_closed)
                _arrival = NewArrival();
            return taken;
        }
    }

    /// <summary>Whoever waits is told that the service was disposed.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            if (_arrival.Task.IsCompleted)
                _arrival = NewArrival();
            _arrival.SetException(new ObjectDisposedException(nameof(PeerPersistenceService)));
            _ = _arrival.Task.Exception; // Nobody may be waiting.
        }
    }

    private static TaskCompletionSource<bool> NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
