namespace PeerPersistence;

/// <summary>
/// Throw it if the application cannot try a peer now and nobody is to blame: its signalling server is away, or a battery is low. The try
/// counts neither as success nor as failure.
/// </summary>
/// <remarks>
/// <see cref="IPeerConnector.ConnectAsync"/> can throw it, and so can the callback of <see cref="IPeerReconnection.ReconnectAsync"/>. The
/// peer is tried again in the next round.
/// </remarks>
public sealed class NotNowException : PeerPersistenceException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What must be, and what was.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public NotNowException(string message = "The peer cannot be tried now.", Exception? innerException = null)
        : base(message, innerException) { }
}
