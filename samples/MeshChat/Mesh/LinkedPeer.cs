namespace MeshChat;

/// <summary>
/// That a link to a peer stands, as the keeper sees it. Which of two links stays is the <see cref="LinkTable"/>'s to say, since it knows
/// a peer's former life from the present one; the peer is gone when none is left.
/// </summary>
internal sealed class LinkedPeer(PeerLink link) : IPeerConnection
{
    public Task<Departure> Ended => link.Gone.Task;

    public QualityMeasurement Measurement => new()
    {
        ConnectionType = ConnectionType.Host,
        Address = link.ReachedAt is { } address ? ListenAddress.ToCandidate(address) : null,
    };

    /// <summary>The mesh ends its links itself, with a last word.</summary>
    public ValueTask DisposeAsync() => default;
}
