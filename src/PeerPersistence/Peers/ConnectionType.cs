namespace PeerPersistence;

/// <summary>How a connection reached its peer, in the terms of ICE (RFC 8445).</summary>
public enum ConnectionType
{
    /// <summary>Not known; also what JSON has as <c>null</c>.</summary>
    Unknown,

    /// <summary>Directly, at an address of the peer's own network interface; <c>host</c> in JSON.</summary>
    Host,

    /// <summary>At the address that a STUN server saw; <c>srflx</c> in JSON.</summary>
    ServerReflexive,

    /// <summary>At an address learnt from the peer's own packets; <c>prflx</c> in JSON.</summary>
    PeerReflexive,

    /// <summary>Through a TURN server; <c>relay</c> in JSON.</summary>
    Relay,
}
