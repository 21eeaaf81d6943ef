namespace PeerPersistence;

/// <summary>What a <see cref="FileKeyValueStore"/> found in its file when it was opened.</summary>
/// <remarks>Opened read-only nothing is taken out: damage is passed over and stays.</remarks>
public sealed record StoreRecoveryReport
{
    /// <summary>Frames that were read whole: a commit is one, a large one several.</summary>
    public long FramesRead { get; init; }

    /// <summary>
    /// Damaged bytes that were taken out of the file. The end of it counts where it is more than the beginning of a commit.
    /// </summary>
    public long BytesCut { get; init; }

    /// <summary>
    /// Commits that were lost, wholly or in part: of a large one the records that can be read are kept. Exact in the middle of the file,
    /// where the sequence numbers tell. At the end of it as many as can still be told apart; they may never have been acknowledged.
    /// </summary>
    public long CommitsLost { get; init; }

    /// <summary>
    /// The file beside the store that holds the damaged bytes, one region after the other; <c>null</c> if there are none,
    /// and until there is room for them.
    /// </summary>
    public string? DamagedBytesPath { get; init; }

    /// <summary>
    /// Bytes of a commit that was being written when its process or the power went: it was never acknowledged, so nothing is lost. They
    /// were cut off; nothing is kept.
    /// </summary>
    public long UnfinishedBytes { get; init; }

    /// <summary>Nothing was damaged.</summary>
    public bool IsClean => BytesCut == 0 && CommitsLost == 0;
}
