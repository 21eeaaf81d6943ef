namespace PeerPersistence;

/// <summary>Who ended a connection.</summary>
public enum Departure
{
    /// <summary>The peer left: it is probably away now.</summary>
    Remote,

    /// <summary>This app closed the connection; the peer is probably still there.</summary>
    Local,

    /// <summary>The network between failed; the peer is probably still there.</summary>
    Network,
}
