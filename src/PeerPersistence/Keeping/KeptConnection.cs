namespace PeerPersistence;

/// <summary>A connection that stands. What changes of it is guarded by its table.</summary>
internal sealed class KeptConnection(
    string peerId, IPeerConnection connection, bool isInbound, bool isOfARound, DateTimeOffset since, long began)
{
    private readonly TaskCompletionSource<bool> _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isTaken = isOfARound;
    private KeptConnection? _first;

    public string PeerId => peerId;

    public IPeerConnection Connection => connection;

    /// <summary>What the application measured; nothing where it cannot tell.</summary>
    public QualityMeasurement? Measurement
    {
        get
        {
            try
            {
                return connection.Measurement;
            }
            catch (Exception)
            {
                return null; // It costs the connection nothing, and the records of others neither.
            }
        }
    }

    public bool IsInbound { get; private set; } = isInbound;

    public DateTimeOffset Since => since;

    /// <summary>When it began, for its uptime.</summary>
    public long Began => began;

    /// <summary>Completes when its begin is in the store, or on its way there: its end comes after it.</summary>
    public Task Recorded => _first?.Recorded ?? _recorded.Task;

    public void SetRecorded() => _recorded.TrySetResult(true);

    /// <summary>Both sides dialled.</summary>
    public void CountAsOutbound() => IsInbound = false;

    /// <summary>It took the place of another one of two calls that crossed; the other's record is this one's.</summary>
    public void IsRecordedWith(KeptConnection first) => (_isTaken, _first) = (true, first);

    /// <returns><c>true</c>, once, where nobody records it yet: it is to be recorded.</returns>
    public bool TakeRecording() => !_isTaken && (_isTaken = true);
}
