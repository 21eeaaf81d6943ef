namespace PeerPersistence.Testing;

/// <summary>What a store can do beyond the contract that all of them keep. What is not declared is not asked for.</summary>
[Flags]
public enum StoreCapabilities
{
    /// <summary>The contract that every store keeps, and no more.</summary>
    None = 0,

    /// <summary>What was committed is there after the store was closed and opened again. The store can be disposed of.</summary>
    Persistent = 1,

    /// <summary>The store tells what changed: it, or what lies inside it, is an <see cref="IChangeTrackingStore"/>.</summary>
    ChangeTracking = 2,

    /// <summary>One place may be open several times at once, and everybody sees everybody's commits.</summary>
    MultipleWriters = 4,

    /// <summary>One place is open once at most: a second opening throws <see cref="StoreLockedException"/>.</summary>
    ExclusiveAccess = 8,

    /// <summary>Values may be any bytes. Without it they are UTF-8 text.</summary>
    BinaryValues = 16,

    /// <summary>A store with little room can be opened: see <see cref="StoreUnderTest.OpenSmallAsync"/>.</summary>
    LimitedRoom = 32,

    /// <summary>The store reads many keys at once: <see cref="IBatchReadingStore"/>.</summary>
    BatchReading = 64,

    /// <summary>The store gets rid of what was removed or replaced: <see cref="ICompactingStore"/>.</summary>
    Compaction = 128,

    /// <summary>The store makes safe on demand what it acknowledged: <see cref="IFlushableStore"/>.</summary>
    Flushing = 256,

    /// <summary>The store tells what damage it found, and deletes what it set aside: <see cref="IRecoveringStore"/>.</summary>
    Recovery = 512,

    /// <summary>It opens for looking only: <see cref="IReadOnlyStore"/> and <see cref="StoreUnderTest.OpenReadOnlyAsync"/>.</summary>
    ReadOnly = 1024,

    /// <summary>The store encrypts and can change its keys: <see cref="IRekeyableStore"/>.</summary>
    Rekeying = 2048,
}
