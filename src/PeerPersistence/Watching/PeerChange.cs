namespace PeerPersistence;

/// <summary>A change of a peer.</summary>
public sealed record PeerChange
{
    /// <summary>What happened.</summary>
    public required PeerChangeKind Kind { get; init; }

    /// <summary>The peer that changed.</summary>
    public required string PeerId { get; init; }

    /// <summary>What of it changed; everything if it came or went.</summary>
    public PeerAspects Changed { get; init; } = PeerAspects.All;

    /// <summary>The peer as this watch last told of it; <c>null</c>: it is new.</summary>
    public PeerData? Old { get; init; }

    /// <summary>The peer as it is; <c>null</c>: it is gone.</summary>
    public PeerData? New { get; init; }
}

/// <summary>What happened to a peer.</summary>
public enum PeerChangeKind
{
    /// <summary>It is there now.</summary>
    Added,

    /// <summary>Its record changed.</summary>
    Updated,

    /// <summary>It is gone: removed, evicted, cleaned up or cleared.</summary>
    Removed,
}
