namespace PeerPersistence;

/// <summary>A connection of the application's own. Disposing of it closes it.</summary>
/// <remarks>
/// If a peer has two connections, the keeper disposes of one. Data that is under way on it should still arrive: close the sending side, and
/// read until the other side has closed its own.
/// </remarks>
public interface IPeerConnection : IAsyncDisposable
{
    /// <summary>Completes when the connection has ended, and says who ended it. A task that faults or is cancelled counts as a loss by the
    /// network.</summary>
    /// <remarks>
    /// A connection does not end by itself when a peer falls silent. Send something now and then, and end it when nothing comes.
    /// </remarks>
    Task<Departure> Ended { get; }

    /// <summary>What was measured while connecting, such as the address that worked. <c>null</c>, the default: nothing.</summary>
    QualityMeasurement? Measurement => null;
}
