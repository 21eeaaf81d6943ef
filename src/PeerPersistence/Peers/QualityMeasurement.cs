namespace PeerPersistence;

/// <summary>What was measured on a connection; <c>null</c> if it was not.</summary>
public sealed record QualityMeasurement
{
    /// <summary>The round-trip time, not negative.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>How the peer was reached.</summary>
    public ConnectionType? ConnectionType { get; init; }

    /// <summary>Whether a connection attempt succeeded.</summary>
    public bool? Success { get; init; }

    /// <summary>How long a connection lasted, not negative.</summary>
    public TimeSpan? Uptime { get; init; }

    /// <summary>
    /// The address of the peer at which the connection stands, one of its <see cref="PeerData.CachedCandidates"/> or a new one.
    /// </summary>
    /// <remarks>
    /// It is remembered as the one that worked last, and taken into the list if it is new. Ignored where
    /// <see cref="Success"/> is <c>false</c>. <see cref="ConnectionQuality.Record(QualityMeasurement, DateTimeOffset)"/> has no use for it.
    /// </remarks>
    public IceCandidate? Address { get; init; }
}
