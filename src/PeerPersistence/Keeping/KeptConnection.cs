namespace PeerPersistence;

/// <summary>A connection that stands. What changes of it is guarded by its table.</summary>
internal sealed class KeptConnection(
    string peerId, IPeerConnection connection, bool isInbound, DateTimeOffset since, long began, bool isRecorded)
{
    private bool _isRecorded = isRecorded;

    public string PeerId => peerId;

    public IPeerConnection Connection => connection;

    public bool IsInbound { get; private set; } = isInbound;

    public DateTimeOffset Since => since;

    /// <summary>When it began, for its uptime.</summary>
    public long Began => began;

    /// <summary>Both sides dialled: the try of ours is what is recorded.</summary>
    public void CountAsOutbound() => (IsInbound, _isRecorded) = (false, true);

    /// <returns><c>true</c>, once: it is to be recorded as a call of the peer's.</returns>
    public bool TakeRecording() => !_isRecorded && (_isRecorded = true);
}
