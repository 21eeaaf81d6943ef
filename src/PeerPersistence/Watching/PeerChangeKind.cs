namespace PeerPersistence;

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
