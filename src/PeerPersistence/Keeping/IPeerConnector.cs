namespace PeerPersistence;

/// <summary>How the application reaches a peer. <see cref="ConnectionKeeper"/> does everything else.</summary>
public interface IPeerConnector
{
    /// <summary>Opens a connection, and proves that the peer answers, and nobody else.</summary>
    /// <remarks>
    /// An exception is a failed try, and so is a connection that has ended already. A <see cref="NotNowException"/> counts neither as
    /// success nor as failure. If a call ignores its token, the keeper goes on without it, and closes the connection that comes too late.
    /// The call must not block before its first await. It can call the keeper and the service.
    /// </remarks>
    /// <param name="peer">
    /// The peer to reach. <see cref="IPeerReconnection.GetAddressesAsync"/> has its addresses in the order to try them.
    /// </param>
    /// <param name="cancellationToken">Fires at the time-out, and if the try is no longer wanted.</param>
    /// <returns>The connection, which the keeper owns from then on.</returns>
    /// <exception cref="NotNowException">The peer cannot be tried now, and nobody is to blame.</exception>
    /// <exception cref="Exception">Any other one is a failed try.</exception>
    Task<IPeerConnection> ConnectAsync(PeerData peer, CancellationToken cancellationToken = default);
}
