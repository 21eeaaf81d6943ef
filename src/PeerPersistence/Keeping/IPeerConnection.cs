namespace PeerPersistence;

/// <summary>A connection of the application's own. Disposing of it closes it.</summary>
/// <remarks>
/// Of two connections to one peer the keeper disposes of one. What was under way on it should still arrive: close the sending side,
/// and read until the other side has closed its own.
/// </remarks>
public interface IPeerConnection : IAsyncDisposable
{
    /// <summary>Completes when the connection has ended, with who ended it. A faulted or cancelled task counts as the network.</summary>
    /// <remarks>
    /// A connection does not end by itself when a peer falls silent. Send something now and then, and end it when nothing comes.
    /// </remarks>
    Task<Departure> Ended { get; }

    /// <summary>What was measured while connecting, such as the address that worked; <c>null</c> unless implemented: nothing.</summary>
    QualityMeasurement? Measurement => null;
}
