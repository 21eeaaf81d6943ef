namespace PeerPersistence;

/// <summary>What a <see cref="FileKeyValueStore"/> found in its file when it was opened.</summary>
/// <remarks>Opened read-only nothing is taken out: damage is passed over and stays.</remarks>
public sealed record StoreRecoveryReport
{
    /// <summary>Commits, and pieces of a compaction, that were read whole.</summary>
    public long FramesRead { get; init; }

    /// <summary>Damaged bytes that were taken out of the file: a torn tail, and what was damaged in the middle.</summary>
    public long BytesCut { get; init; }

    /// <summary>
    /// Commits that were lost. Exact in the middle of the file, where the sequence numbers tell. At the end of it as many as
    /// can still be told apart; they may never have been acknowledged.
    /// </summary>
    public long CommitsLost { get; init; }

    /// <summary>
    /// The file beside the store that holds the damaged bytes, one region after the other; <c>null</c> where there are none,
    /// and until there is room for them.
    /// </summary>
    public string? DamagedBytesPath { get; init; }

    /// <summary>Nothing was damaged.</summary>
    public bool IsClean => BytesCut == 0 && CommitsLost == 0;
}
