namespace MeshChat;

/// <summary>How a link reaches its peer, as the browser tells it.</summary>
/// <param name="Type">The kind of the peer's address, as in a candidate line: host, srflx, prflx, relay.</param>
/// <param name="Address">The peer's IP address; empty where the browser hides it.</param>
/// <param name="Candidate">The candidate line of the address that works.</param>
internal sealed record LinkPath(string Type, string Address, string Candidate)
{
    public ConnectionType Kind => Type switch
    {
        "host" => ConnectionType.Host,
        "srflx" => ConnectionType.ServerReflexive,
        "prflx" => ConnectionType.PeerReflexive,
        "relay" => ConnectionType.Relay,
        _ => ConnectionType.Unknown,
    };

    public QualityMeasurement Measurement => new()
    {
        ConnectionType = Kind, Address = Candidate.Length > 0 ? new IceCandidate(Candidate) { SdpMid = "0", SdpMLineIndex = 0 } : null,
    };
}
