namespace PeerPersistence;

/// <summary>One of a peer's addresses, and what is remembered of it.</summary>
/// <remarks>
/// ICE's addresses are ports that a NAT or a TURN server lends: they age within minutes, and a new session brings new ones.
/// </remarks>
public sealed record PeerAddress
{
    /// <summary>The address, as in <see cref="PeerData.CachedCandidates"/>.</summary>
    public required IceCandidate Candidate { get; init; }

    /// <summary>When a connection last stood there, as <see cref="QualityMeasurement.Address"/> told; <c>null</c>: never.</summary>
    public DateTimeOffset? LastWorked { get; init; }

    /// <summary>The time since the address came or last worked, whichever is later; <c>null</c>: not known.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Whether it is still young: at most 10 minutes old for host, 2 for relay, 5 for others.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Says the type and the age; addresses stay out of logs.</summary>
    public override string ToString() => $"PeerAddress {{ {Candidate.Type}, age: {Age} }}";
}
