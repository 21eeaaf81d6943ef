namespace PeerPersistence;

/// <summary>Why a try now is likely to succeed, or not: three probabilities, 0 to 1. Their product makes the order.</summary>
public sealed record ReconnectionFactors
{
    /// <summary>The peer is online now, if it still comes at all.</summary>
    public required double Online { get; init; }

    /// <summary>It still comes: it has not left for good.</summary>
    public required double Alive { get; init; }

    /// <summary>A try reaches it while it is online.</summary>
    public required double Reach { get; init; }
}
