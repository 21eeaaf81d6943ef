namespace PeerPersistence;

/// <summary>Outcomes on their way to the store, in order. One that it refuses waits, with all after it, until it takes them.</summary>
internal sealed class UnrecordedOutcomes
{
    private readonly object _gate = new();
    private readonly Queue<Func<Task>> _waiting = new();
    private Task _recording = Task.CompletedTask;
    private bool _isRecording;

    public int Count { get { lock (_gate) return _waiting.Count; } }

    /// <summary>Records an outcome, once those before it are.</summary>
    public void Add(Func<Task> record)
    {
        lock (_gate)
            _waiting.Enqueue(record);
        _ = RecordAsync();
    }

    /// <summary>Tries what waits. Never throws.</summary>
    public Task RecordAsync()
    {
        lock (_gate)
        {
            if (!_isRecording && _waiting.Count > 0)
            {
                _isRecording = true;
                _recording = RecordAllAsync();
            }

            return _recording;
        }
    }

    private async Task RecordAllAsync()
    {
        await Task.Yield(); // Out of the gate.
        while (Next() is { } record)
        {
            try
            {
                await record().ConfigureAwait(false);
            }
            catch (Exception e) when (e is PeerDataCorruptedException or ArgumentException)
            {
                // Of this peer nothing can be recorded; of the others it can.
            }
            catch (Exception)
            {
                lock (_gate)
                    _isRecording = false;
                return;
            }

            lock (_gate)
                _waiting.Dequeue();
        }
    }

    private Func<Task>? Next()
    {
        lock (_gate)
            return (_isRecording = _waiting.TryPeek(out var record)) ? record : null;
    }
}
