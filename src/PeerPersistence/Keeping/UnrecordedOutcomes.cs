namespace PeerPersistence;

/// <summary>Outcomes on their way to the store, each peer's in order. Those that it refuses wait until it takes them.</summary>
/// <remarks>They take no more memory the longer a store fails: see <see cref="Outcome.Merge"/>. <see cref="Count"/> counts all.</remarks>
/// <param name="changed">Told when outcomes wait because the store refused them, and when none does any more.</param>
internal sealed class UnrecordedOutcomes(Action changed)
{
    /// <summary>Beyond, whoever has waited longest of those who only called us is forgotten: strangers can call without end. Who calls
    /// while all others are peers whom we called is not taken in.</summary>
    private const int MostPeers = 10_000;

    private readonly object _gate = new();
    private readonly Dictionary<string, List<Outcome>> _waiting = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = new();
    private Task _recording = Task.CompletedTask;
    private bool _isRecording;
    private bool _wasRefused;
    private int _count;

    public int Count { get { lock (_gate) return _count; } }

    /// <summary>Records an outcome, once those of the same peer before it are.</summary>
    public void Add(Outcome outcome)
    {
        lock (_gate)
        {
            if (OfPeer(outcome) is not { } waiting)
                return;
            Outcome.Merge(waiting, outcome);
            _count += outcome.Stands;
        }

        _ = RecordAsync();
    }

    /// <summary>Tries what waits. Never throws.</summary>
    public Task RecordAsync()
    {
        lock (_gate)
        {
            if (!_isRecording && _turns.Count > 0)
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
        var isRefused = false;
        while (!isRefused && Next() is { } outcome)
        {
            isRefused = !await TryRecordAsync(outcome).ConfigureAwait(false);
            lock (_gate)
            {
                if (isRefused)
                    PutBack(outcome);
                else
                    _count -= outcome.Stands;
            }
        }

        bool isNews;
        lock (_gate)
        {
            isNews = isRefused || _wasRefused;
            _wasRefused = isRefused;
        }

        if (isNews)
            changed();
    }

    private static async Task<bool> TryRecordAsync(Outcome outcome)
    {
        try
        {
            await outcome.RecordAsync().ConfigureAwait(false);
            return true;
        }
        catch (Exception e)
        {
            // Of a peer whose record is damaged nothing can be recorded; of the others it can.
            return e is PeerDataCorruptedException or ArgumentException;
        }
    }

    private Outcome? Next()
    {
        lock (_gate)
        {
            _isRecording = _turns.TryPeek(out var peerId);
            if (!_isRecording)
                return null;
            var waiting = _waiting[peerId!];
            var outcome = waiting[0];
            waiting.RemoveAt(0);
            if (waiting.Count == 0)
                Forget();
            return outcome;
        }
    }

    /// <summary>It is its peer's next still; another peer has the next turn.</summary>
    private void PutBack(Outcome outcome)
    {
        _isRecording = false;
        if (_waiting.ContainsKey(outcome.PeerId))
            _turns.Enqueue(_turns.Dequeue());
        if (OfPeer(outcome) is not { } waiting)
        {
            _count -= outcome.Stands;
            return;
        }

        waiting.Insert(0, outcome);
        Outcome.Trim(waiting);
    }

    /// <returns>What waits of its peer; <c>null</c>: there is no room for it.</returns>
    private List<Outcome>? OfPeer(Outcome outcome)
    {
        if (_waiting.TryGetValue(outcome.PeerId, out var waiting))
            return waiting;
        if (_waiting.Count == MostPeers)
        {
            if (!IsACallersTurn() && outcome.IsInbound)
                return null;
            _count -= Forget().Sum(forgotten => forgotten.Stands);
        }

        _turns.Enqueue(outcome.PeerId);
        return _waiting[outcome.PeerId] = [];
    }

    /// <summary>Gives the next turn to somebody who only called us, if there is one.</summary>
    private bool IsACallersTurn()
    {
        for (var others = _turns.Count; others > 0; others--)
        {
            if (_waiting[_turns.Peek()].TrueForAll(outcome => outcome.IsInbound))
                return true;
            _turns.Enqueue(_turns.Dequeue());
        }

        return false;
    }

    private List<Outcome> Forget()
    {
        _waiting.Remove(_turns.Dequeue(), out var waiting);
        return waiting!;
    }
}
