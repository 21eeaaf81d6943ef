namespace PeerPersistence;

/// <summary>A commit encoded on its caller's thread, so that the writer only has to write.</summary>
internal sealed class PendingCommit(KeyValueBatch batch, bool isHandedOver = false) : AwaitedCommit(isHandedOver)
{
    private readonly KeyValuePair<string, ReadOnlyMemory<byte>?>[] _expectations = [.. batch.AllExpectations];

    /// <summary>What to write; <c>null</c> where only expectations are checked.</summary>
    public CommitFrames? Frames { get; } = batch.AllChanges.Count == 0
        ? null
        : CommitFrames.Encode(batch.AllChanges, isWhole: false, nameof(batch));

    /// <summary>By how much it lets the log grow.</summary>
    public long Length => Frames?.LengthIn(FileHeader.Version) ?? 0;

    public ReadOnlySpan<KeyValuePair<string, ReadOnlyMemory<byte>?>> Expectations => _expectations;
}
