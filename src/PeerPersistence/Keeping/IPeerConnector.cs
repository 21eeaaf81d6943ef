namespace PeerPersistence;

/// <summary>How the application reaches a peer. All else about staying connected is the <see cref="ConnectionKeeper"/>'s.</summary>
public interface IPeerConnector
{
    /// <summary>Opens a connection, and proves that it is the peer who answers.</summary>
    /// <remarks>
    /// Any exception is a failed try, and so is a connection that has ended already; a <see cref="NotNowException"/> counts neither as
    /// success nor as failure. A call that ignores its token is abandoned; the connection that it brings too late is closed. It must not
    /// block before its first await. It may call the keeper and the service.
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
