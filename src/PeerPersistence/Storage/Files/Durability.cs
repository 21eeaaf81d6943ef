namespace PeerPersistence;

/// <summary>What an acknowledged commit of a <see cref="FileKeyValueStore"/> survives.</summary>
public enum Durability
{
    /// <summary>A power cut: the commit is acknowledged once the disk has it.</summary>
    Synced,

    /// <summary>
    /// A killed process, not a power cut: the commit is acknowledged once the operating system has it. After a power cut
    /// the latest commits may be missing, in any combination, each whole or absent. Disposing the store syncs.
    /// </summary>
    Buffered,
}
